import { describe, expect, test } from "vitest";
import type { Site } from "../../src/index.ts";
import { rigFor, verify } from "../../src/verify/index.ts";
import { makeCertificate } from "./certificate.ts";
import { p1, p2 } from "./policies.ts";
import { runOrSkip } from "./run-or-skip.ts";

const site: Site = { routes: [{ prefix: "/public", policy: p2 }], fallback: p1 };

/** What by HTTP/2 there is no answer to at all, which is no matter of headers. */
const unanswered: Readonly<Record<string, readonly string[]>> = {
  // HAProxy refuses the stream when an application hangs up, for the browser to try again.
  haproxy: ["broken"],
};

describe.each(["nginx", "haproxy", "lighttpd", "varnish"] as const)("%s, by HTTP/2 over TLS", (target) => {
  test.runIf(runOrSkip(rigFor(target)))("does what policies by path say", async () => {
    const known = rigFor(target);
    const rig = { ...known, lacks: [...known.lacks, ...(unanswered[target] ?? [])] };
    const { misses } = await verify(target, site, { rig, certificate: await makeCertificate() });
    expect(misses).toEqual([]);
  });
});
