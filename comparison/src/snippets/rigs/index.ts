import { rigFor } from "@concors/config/verify";
import type { Rig } from "@concors/config/verify";
import type { SnippetServer } from "../snippet.ts";
import { expressRig, fetchRig } from "./node.ts";
import { djangoRig, fastapiRig, flaskRig } from "./python.ts";
import { rackRig } from "./ruby.ts";

const applicationRigs: Partial<Record<SnippetServer, Rig>> = {
  express: expressRig,
  fetch: fetchRig,
  flask: flaskRig,
  django: djangoRig,
  fastapi: fastapiRig,
  "rack-cors": rackRig,
};

/** How a server is run with a snippet: as with what is generated, but where a library has its place. */
export function snippetRigFor(server: SnippetServer): Rig {
  return applicationRigs[server] ?? rigFor(server);
}
