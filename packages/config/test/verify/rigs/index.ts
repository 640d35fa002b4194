import type { Rig } from "../../../src/verify/index.ts";
import { rigs as serverRigs } from "../../../src/verify/index.ts";
import { expressRig } from "./express.ts";
import { fetchRig } from "./fetch.ts";
import { djangoRig, flaskRig } from "./python.ts";

/** Everything that is proven: servers, and applications that have the policy in themselves. */
export const rigs: readonly Rig[] = [...serverRigs, expressRig, fetchRig, flaskRig, djangoRig];
