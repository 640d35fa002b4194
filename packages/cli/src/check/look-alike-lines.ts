import type { Explanation, LookAlike, LookAlikeCode } from "@concors/explain";
import type { Line } from "../terminal/text.ts";
import { blankLine, hangingLine, span } from "../terminal/text.ts";

const names: Readonly<Record<LookAlikeCode, string>> = {
  "url-literal": "the URL",
  "page-context": "mixed content",
  "content-security-policy": "Content-Security-Policy",
  dns: "DNS",
  "tcp-ipv4": "IPv4",
  "tcp-ipv6": "IPv6",
  tls: "TLS",
  hsts: "HSTS",
  preflight: "the preflight",
  actual: "the answer",
  body: "the body",
  exposure: "exposed headers",
  cache: "caches",
};

/**
 * What else it could have been: each sign of something, and, where no answer says that it is about CORS, what is ruled
 * out; with what rules it out, if everything is to be told.
 */
export function lookAlikeLines({ lookalikes, verdict }: Explanation, verbose: boolean): Line[] {
  // Hidden headers have a note already.
  const signs = lookalikes.filter(({ code, result }) => result === "possible" && code !== "exposure");
  const lines = signs.map(({ code, finding }) =>
    hangingLine(2, 8, span("look: ", "yellow"), `${names[code]}: ${finding ?? ""}`),
  );
  const ruledOut = lookalikes.filter(({ result }) => result === "ruled-out");
  if (verbose) lines.push(...ruledOut.map(ruledOutLine));
  else if (verdict === "inconclusive" && ruledOut.length > 0) {
    const items = ruledOut.map(({ code }) => names[code]).join(", ");
    lines.push(hangingLine(2, 8, span("not:  ", "cyan"), span(items, "dim")));
  }
  return lines.length === 0 ? [] : [blankLine, ...lines];
}

function ruledOutLine({ code, ruledOutBy }: LookAlike): Line {
  return hangingLine(2, 8, span("not:  ", "cyan"), `${names[code]}: `, span(ruledOutBy ?? "", "dim"));
}
