import { AssertionError } from "node:assert";
import type { ExposureArguments } from "./expectations.ts";
import { expectations } from "./expectations.ts";
import type { AuditRequestOptions } from "./judge-audit.ts";
import type { Provocations } from "./judge-errors.ts";
import type { Judgement } from "./judgement.ts";
import { messageOf } from "./message.ts";
import type { PageRequest, PageRequestFrom } from "./page-request.ts";
import type { ServerUnderTest } from "./server-under-test.ts";
import { noColors } from "./text.ts";

/**
 * The matchers as plain functions, for `node:test` and whatever else has no `expect`. Each rejects with an AssertionError
 * that explains what it found; with an InconclusiveError if that could not be found out, as when no answer came; with a
 * UsageError for what cannot be asked.
 */

/** Pages of this origin may read the answer to a request: a path, or a request as in `fetch`. */
export async function assertLetsRead(
  server: ServerUnderTest,
  origin: string,
  request?: string | PageRequest,
): Promise<void> {
  check("assertLetsRead", await expectations.toLetRead(server, origin, request));
}

/** Pages of this origin may not read the answer. NB: a path that does not exist refuses everybody. */
export async function assertRefuses(
  server: ServerUnderTest,
  origin: string,
  request?: string | PageRequest,
): Promise<void> {
  check("assertRefuses", await expectations.toRefuse(server, origin, request));
}

/** The preflight of a request is answered so that browsers would send the request. The request is not sent. */
export async function assertAnswersPreflight(
  server: ServerUnderTest,
  origin: string,
  request: PageRequest,
): Promise<void> {
  check("assertAnswersPreflight", await expectations.toAnswerPreflight(server, origin, request));
}

/** Pages may read response headers of these names, whether this answer has them or not. */
export async function assertExposes(server: ServerUnderTest, ...namesAndRequest: ExposureArguments): Promise<void> {
  check("assertExposes", await expectations.toExpose(server, ...namesAndRequest));
}

/**
 * Pages may read errors: `{ 401: "/me", 404: "/missing" }`, by status what provokes it, or a list of what provokes errors.
 * In a list, 404 stands for a path that no server has.
 */
export async function assertKeepsCorsOnErrors(
  server: ServerUnderTest,
  errors: Provocations,
  request?: string | PageRequestFrom,
): Promise<void> {
  check("assertKeepsCorsOnErrors", await expectations.toKeepCorsOnErrors(server, errors, request));
}

/** Every answer has `Vary: Origin`: to this origin, to another, and to a request without one. */
export async function assertVariesOnOrigin(server: ServerUnderTest, request?: string | PageRequestFrom): Promise<void> {
  check("assertVariesOnOrigin", await expectations.toVaryOnOrigin(server, request));
}

/** Each answer has one `Access-Control-Allow-Origin`: no second layer adds another. */
export async function assertHasSingleAllowOrigin(
  server: ServerUnderTest,
  request?: string | PageRequestFrom,
): Promise<void> {
  check("assertHasSingleAllowOrigin", await expectations.toHaveSingleAllowOrigin(server, request));
}

/** What an attacker's pages would try leads to nothing: at most 60 requests, by GET, HEAD and OPTIONS. */
export async function assertPassesAudit(
  server: ServerUnderTest,
  options?: string | AuditRequestOptions,
): Promise<void> {
  check("assertPassesAudit", await expectations.toPassAudit(server, options));
}

function check(operator: string, judgement: Judgement): void {
  if (judgement.holds === true) return;
  throw new AssertionError({ message: messageOf(judgement, false, noColors), operator });
}
