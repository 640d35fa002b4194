export type { Case } from "./case.ts";
export type { Miss } from "./judge.ts";
export { rigFor, rigs } from "./rigs/index.ts";
export type { Certificate, Rig, RigInput, RunningServer } from "./rig.ts";
export { verify } from "./verify.ts";
export type { Verification, VerifyOptions } from "./verify.ts";
