import { UsageError } from "./errors.ts";
import { judgeAllowOrigin } from "./judge-allow-origin.ts";
import type { Provocations } from "./judge-errors.ts";
import type { AuditRequestOptions } from "./judge-audit.ts";
import { judgeAudit } from "./judge-audit.ts";
import { judgeErrors } from "./judge-errors.ts";
import { judgeExposure } from "./judge-exposure.ts";
import { judgePreflight } from "./judge-preflight.ts";
import { judgeRead } from "./judge-read.ts";
import { judgeRefusal } from "./judge-refusal.ts";
import { judgeVary } from "./judge-vary.ts";
import type { Judgement } from "./judgement.ts";
import type { PageRequest, PageRequestFrom } from "./page-request.ts";
import { askedBy, askedFrom } from "./page-request.ts";

/** What can be expected of a server, by the name of its matcher. */
export const expectations = {
  toLetRead: async (server: unknown, origin: string, request?: string | PageRequest): Promise<Judgement> =>
    judgeRead(server, askedBy(origin, request)),

  toRefuse: async (server: unknown, origin: string, request?: string | PageRequest): Promise<Judgement> =>
    judgeRefusal(server, askedBy(origin, request)),

  toAnswerPreflight: async (server: unknown, origin: string, request: PageRequest): Promise<Judgement> =>
    judgePreflight(server, askedBy(origin, request)),

  toExpose: async (server: unknown, ...asked: ExposureArguments): Promise<Judgement> => {
    const names = (asked as readonly unknown[]).filter((part) => typeof part === "string");
    const [request, ...others] = (asked as readonly unknown[]).filter((part) => typeof part !== "string");
    if (others.length > 0) throw new UsageError('Names come first, the request last: toExpose("ETag", { path: "/" }).');
    return judgeExposure(server, names, askedFrom(request as PageRequestFrom | undefined));
  },

  toKeepCorsOnErrors: async (
    server: unknown,
    errors: Provocations,
    request?: string | PageRequestFrom,
  ): Promise<Judgement> => judgeErrors(server, errors, request),

  toVaryOnOrigin: async (server: unknown, request?: string | PageRequestFrom): Promise<Judgement> =>
    judgeVary(server, askedFrom(request)),

  toHaveSingleAllowOrigin: async (server: unknown, request?: string | PageRequestFrom): Promise<Judgement> =>
    judgeAllowOrigin(server, askedFrom(request)),

  toPassAudit: async (server: unknown, options?: string | AuditRequestOptions): Promise<Judgement> =>
    judgeAudit(server, options),
} as const;

/** Names of headers, and how they are asked for. */
export type ExposureArguments = readonly string[] | readonly [...names: readonly string[], request: PageRequestFrom];
