/** What of it is used here; it brings no types of its own. */
declare module "cors-anywhere" {
  import type { Server } from "node:http";

  export function createServer(): Server;
}
