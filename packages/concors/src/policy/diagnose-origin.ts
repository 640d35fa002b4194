import { canonicalOriginPattern } from "./canonical-origin.ts";
import type { IssueCode } from "./issue-words.ts";
import { defaultPorts, isAddress } from "./origin-pattern.ts";

/** Why a value is no pattern of origins, and how it has to be written. */
export interface OriginDiagnosis {
  readonly code: IssueCode;
  readonly fix?: string;
}

/** Says what is wrong with a value that parseOriginPattern does not take. */
export function diagnoseOrigin(value: unknown): OriginDiagnosis {
  if (typeof value !== "string") return { code: "origin-not-a-string" };
  // A longer text is no slip of somebody who writes an origin, and is not worth a look at each of its characters.
  const code = value.length > 1000 ? "origin-host-invalid" : problemOf(value);
  if (value.length > 1000 || withoutFix.has(code)) return { code };
  const fix = canonicalOriginPattern(value);
  return fix === null ? { code } : { code, fix };
}

const withoutFix: ReadonlySet<IssueCode> = new Set<IssueCode>([
  "origin-empty",
  "origin-null",
  "origin-several",
  "origin-of-file",
  "star-among-others",
  "origin-wildcard-before-address",
]);

function problemOf(value: string): IssueCode {
  const trimmed = value.trim();
  if (trimmed === "") return "origin-empty";
  if (trimmed === "*") return "star-among-others";
  if (trimmed === "null") return "origin-null";
  if (/[,;]|\S\s+\S/.test(trimmed)) return "origin-several";
  if (/\s/.test(value)) return "origin-with-whitespace";

  const separator = value.indexOf("://");
  if (separator <= 0) return "origin-without-scheme";
  const scheme = value.slice(0, separator);
  if (/^file$/i.test(scheme)) return "origin-of-file";
  if (!/^[a-z][a-z\d+.-]*$/i.test(scheme)) return "origin-scheme-invalid";

  const rest = value.slice(separator + 3);
  const authority = /^[^/?#\\]*/.exec(rest)?.[0] ?? "";
  if (rest === `${authority}/`) return "origin-with-trailing-slash";
  if (rest !== authority) return "origin-with-path";
  if (authority.includes("@")) return "origin-with-userinfo";
  return problemOfAuthority(scheme, authority);
}

function problemOfAuthority(scheme: string, authority: string): IssueCode {
  const withoutPrefix = authority.startsWith("*.") ? authority.slice(2) : authority;
  const [, host = "", port] = /^(\[[^\]]*\]?|[^:]*)(?::(.*))?$/s.exec(withoutPrefix) ?? [];
  if (host.includes("*") || (port !== undefined && port !== "*" && port.includes("*"))) {
    return "origin-wildcard-misplaced";
  }
  if (withoutPrefix !== authority && isAddress(host)) return "origin-wildcard-before-address";
  if (/[^ -~]/.test(authority)) return "origin-not-ascii";
  if (/[A-Z]/.test(scheme + authority)) return "origin-with-uppercase";
  if (port !== undefined && port === defaultPorts.get(scheme)) return "origin-with-default-port";
  if (port !== undefined && port !== "*" && !isPortNumber(port)) return "origin-port-invalid";
  return isAddress(host) ? "origin-address-not-canonical" : "origin-host-invalid";
}

function isPortNumber(port: string): boolean {
  return /^[1-9]\d{0,4}$/.test(port) && Number(port) <= 65_535;
}
