export { JarCookieStore } from "./cookie-store.ts";
