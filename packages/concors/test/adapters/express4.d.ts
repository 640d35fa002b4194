/** Express 4, of which only what Express 5 has as well is used. */
declare module "express4" {
  export { default } from "express";
}
