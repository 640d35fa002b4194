export type * from "./finding.ts";
export type * from "./reading.ts";
