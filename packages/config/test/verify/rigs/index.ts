import type { Rig } from "../../../src/verify/index.ts";
import { rigs as all } from "../../../src/verify/index.ts";
import { fetchRigWith } from "../../../src/verify/rigs/fetch.ts";
import { missingWorkerd, workerd } from "./workerd.ts";

/** A Worker in the project's runtimes. */
export const fetchRig: Rig = fetchRigWith(workerd, missingWorkerd);

/** Everything that is proven. */
export const rigs: readonly Rig[] = all.map((rig) => (rig.target === "fetch" ? fetchRig : rig));
