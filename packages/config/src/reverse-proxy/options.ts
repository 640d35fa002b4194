/** A frontend and an API that are to have one origin. */
export interface ReverseProxyOptions {
  /** Where the frontend's server listens, as `127.0.0.1:5173`. */
  readonly frontend: string;
  /** Where the API listens. */
  readonly api: string;
  /** Which paths are the API's: this one and all below it; `/api` if left out. They arrive as they were sent. */
  readonly prefix?: string | undefined;
  /** What names in the configuration begin with; `site` if left out. */
  readonly name?: string | undefined;
}

/** Options that can be printed. */
export type KnownOptions = { readonly [Key in keyof ReverseProxyOptions]-?: NonNullable<ReverseProxyOptions[Key]> };

const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const hostAndPort = new RegExp(String.raw`^(?:\[[0-9a-f:.]{2,45}\]|${label}(?:\.${label})*):([1-9]\d{0,4})$`);

/** Letters of paths, of which none means anything to a server, and no segment that is a dot or two. */
const prefixPattern = /^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+$/;

const rules = {
  frontend: [isHostAndPort, "is no host and port; write 127.0.0.1:5173, localhost:5173 or [::1]:5173"],
  api: [isHostAndPort, "is no host and port; write 127.0.0.1:3000, localhost:3000 or [::1]:3000"],
  prefix: [
    (text: string) => text.length <= 200 && prefixPattern.test(text),
    "is no path below /; write segments of letters, digits, - . _ and ~, each after a slash: /api",
  ],
  name: [
    (text: string) => /^[a-z][a-z0-9_]{0,15}$/.test(text),
    "is no name; write small letters, digits and _, like site",
  ],
} satisfies Record<keyof ReverseProxyOptions, readonly [(text: string) => boolean, string]>;

function isHostAndPort(text: string): boolean {
  return Number(hostAndPort.exec(text)?.[1] ?? Infinity) <= 65_535;
}

/** @throws ReverseProxyError with everything that is wrong with them */
export function completeOptions({ frontend, api, prefix = "/api", name = "site" }: ReverseProxyOptions): KnownOptions {
  const options: KnownOptions = { frontend, api, prefix, name };
  const issues = Object.entries(rules).flatMap(([key, [isRight, message]]) => {
    const value: unknown = options[key as keyof KnownOptions];
    return typeof value === "string" && isRight(value) ? [] : [`${key} ${JSON.stringify(value)} ${message}`];
  });
  if (issues.length > 0) throw new ReverseProxyError(issues);
  return options;
}

/** Thrown with everything that is wrong with the options of a reverse proxy. */
export class ReverseProxyError extends Error {
  override readonly name = "ReverseProxyError";
  /** One sentence each. */
  readonly issues: readonly string[];

  constructor(issues: readonly string[]) {
    super(issues.join("\n"));
    this.issues = issues;
  }
}
