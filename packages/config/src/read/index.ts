export type * from "./finding.ts";
export type * from "./reading.ts";
export type { Evidence, LiveFinding, LiveFindingCode } from "./live/live-finding.ts";
export type { Confidence, Ended, LearnedField, LearnedPolicy } from "./live/learned-policy.ts";
export { learnPolicy } from "./live/learn-policy.ts";
export type { LearnOptions } from "./live/learn-policy.ts";
export type { LiveFailure, LiveRequest, LiveResponse, LiveTransport } from "./live/live-transport.ts";
