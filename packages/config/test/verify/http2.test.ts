import { describe, expect, test } from "vitest";
import { rigFor, verify } from "../../src/verify/index.ts";
import { makeCertificate } from "./certificate.ts";
import { twoPolicies } from "./policies.ts";
import { runOrSkip } from "./run-or-skip.ts";

/** What is lost by HTTP/2, and said by a loss of that code. */
const lost: Readonly<Record<string, readonly string[]>> = {
  // mod_http2 says itself that the application hung up, and does not know the folder then.
  "apache-htaccess": ["errors-missing: the application hangs up"],
};

/** What by HTTP/2 there is no answer to at all, which is no matter of headers. */
const unanswered: Readonly<Record<string, readonly string[]>> = {
  // HAProxy refuses the stream when an application hangs up, for the browser to try again.
  haproxy: ["broken"],
};

const servers = ["nginx", "apache", "apache-htaccess", "caddy", "haproxy", "lighttpd", "varnish"] as const;

describe.each(servers)("%s, by HTTP/2 over TLS", (target) => {
  test.runIf(runOrSkip(rigFor(target)))("does what policies by path say", async () => {
    const known = rigFor(target);
    const rig = { ...known, lacks: [...known.lacks, ...(unanswered[target] ?? [])] };
    const { misses, generated } = await verify(target, twoPolicies, { rig, certificate: await makeCertificate() });
    const expected = lost[target] ?? [];
    const codes = generated.losses.map(({ code }) => code);
    expect(expected.filter((one) => !codes.some((code) => one.startsWith(`${code}: `)))).toEqual([]);
    const names = expected.map((one) => one.slice(one.indexOf(" ") + 1));
    expect(misses.filter((miss) => !names.includes(miss.case.name))).toEqual([]);
  });
});
