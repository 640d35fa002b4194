import { redactUrl } from "@concors/explain";
import { InconclusiveError, UsageError } from "./errors.ts";
import type { ExposureArguments } from "./expectations.ts";
import { expectations } from "./expectations.ts";
import type { AuditRequestOptions } from "./judge-audit.ts";
import type { Provocations } from "./judge-errors.ts";
import type { Judgement } from "./judgement.ts";
import { messageOf } from "./message.ts";
import type { PageRequest, PageRequestFrom } from "./page-request.ts";

/**
 * What `expect(server)` has in Vitest and Jest. The server is a URL, a server of `node:http`, or an app; what each matcher
 * asks, it asks as Chromium, Firefox and WebKit would, who have to agree: also for `.not`.
 *
 * Each fails with the explanation of what it found; and, for `.not` too, if that could not be found out, as when no answer
 * came, or if it cannot be asked.
 */
export interface CorsMatchers {
  /** Pages of this origin may read the answer to a request: a path, or a request as in `fetch`. */
  toLetRead(origin: string, request?: string | PageRequest): Promise<void>;

  /** Pages of this origin may not read the answer. NB: a path that does not exist refuses everybody. */
  toRefuse(origin: string, request?: string | PageRequest): Promise<void>;

  /** The preflight of a request is answered so that browsers would send the request. The request is not sent. */
  toAnswerPreflight(origin: string, request: PageRequest): Promise<void>;

  /** Pages may read response headers of these names, whether this answer has them or not. */
  toExpose(...namesAndRequest: ExposureArguments): Promise<void>;

  /**
   * Pages may read errors: `{ 401: "/me", 404: "/missing" }`, by status what provokes it, or a list of what provokes
   * errors. In a list, 404 stands for a path that no server has.
   */
  toKeepCorsOnErrors(errors: Provocations, request?: string | PageRequestFrom): Promise<void>;

  /** Every answer has `Vary: Origin`: to this origin, to another, and to a request without one. */
  toVaryOnOrigin(request?: string | PageRequestFrom): Promise<void>;

  /** Each answer has one `Access-Control-Allow-Origin`: no second layer adds another. */
  toHaveSingleAllowOrigin(request?: string | PageRequestFrom): Promise<void>;

  /** What an attacker's pages would try leads to nothing: at most 60 requests, by GET, HEAD and OPTIONS. */
  toPassAudit(options?: string | AuditRequestOptions): Promise<void>;
}

/** What both runners give a matcher. */
export interface MatcherContext {
  readonly isNot?: boolean | undefined;
  readonly promise?: string | undefined;
  readonly utils: {
    readonly matcherHint: (
      name: string,
      received: string,
      expected: string,
      options: { readonly isNot: boolean; readonly promise: string },
    ) => string;
    readonly RECEIVED_COLOR: (text: string) => string;
    readonly EXPECTED_COLOR: (text: string) => string;
    readonly DIM_COLOR: (text: string) => string;
  };
}

interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

type Matcher = (this: MatcherContext, server: unknown, ...args: unknown[]) => Promise<MatcherResult>;

/** The matchers, as `expect.extend` takes them. */
export const corsMatchers: Readonly<Record<keyof CorsMatchers, Matcher>> = {
  toLetRead: matcher("toLetRead"),
  toRefuse: matcher("toRefuse"),
  toAnswerPreflight: matcher("toAnswerPreflight"),
  toExpose: matcher("toExpose"),
  toKeepCorsOnErrors: matcher("toKeepCorsOnErrors"),
  toVaryOnOrigin: matcher("toVaryOnOrigin"),
  toHaveSingleAllowOrigin: matcher("toHaveSingleAllowOrigin"),
  toPassAudit: matcher("toPassAudit"),
};

function matcher(name: keyof CorsMatchers): Matcher {
  // What a test passes is of any type, whatever the types say; the expectation checks it.
  const expectation = expectations[name] as (server: unknown, ...args: unknown[]) => Promise<Judgement>;
  return async function corsMatcher(server, ...args) {
    const { isNot = false, promise = "", utils } = this;
    const hint = (): string => utils.matcherHint(name, "server", args.map(argumentText).join(", "), { isNot, promise });
    const judgement = await expectation(server, ...args).catch(toComplaint);
    // Returned and not thrown, so that a runner shows the line of the test.
    if ("complaint" in judgement) return { pass: isNot, message: () => `${hint()}\n\n${judgement.complaint}` };
    return {
      // Where browsers disagree neither a matcher nor its opposite passes.
      pass: isNot ? judgement.holds !== false : judgement.holds === true,
      message: () => {
        const { DIM_COLOR: dim, EXPECTED_COLOR: good, RECEIVED_COLOR: bad } = utils;
        return `${hint()}\n\n${messageOf(judgement, isNot, { bad, dim, good })}`;
      },
    };
  };
}

/** What is wrong with the test, or with asking; any other error is nobody's to catch. */
function toComplaint(error: unknown): { readonly complaint: string } {
  if (error instanceof UsageError || error instanceof InconclusiveError) return { complaint: error.message };
  throw error;
}

/** An argument as it stands in a test; what a request holds is said in the sentence after it, without its secrets. */
function argumentText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(argumentText).join(", ")}]`;
  return typeof value === "string" ? redactUrl(JSON.stringify(value)) : typeof value === "number" ? String(value) : "…";
}
