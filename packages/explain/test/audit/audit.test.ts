import { readFileSync } from "node:fs";
import type { HeaderList } from "concors/protocol";
import { get } from "concors/protocol";
import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { audit, auditCodes, auditPage } from "../../src/audit/index.ts";
import type { AuditAnswer, AuditOptions, AuditRequest, AuditSend } from "../../src/audit/index.ts";
import { exposureSeverity } from "../../src/audit/severity.ts";
import { severities } from "../../src/audit/audit-code.ts";

const url = new URL("https://api.shop.com/v1/me");
const labels = ["k7f2p9", "q4m8x3"] as const;

function answering(answer: (request: AuditRequest) => Partial<AuditAnswer>): AuditSend & { requests: AuditRequest[] } {
  const requests: AuditRequest[] = [];
  const send: AuditSend = (request) => {
    requests.push(request);
    return Promise.resolve({ status: 200, headerList: [], body: "", ...answer(request) });
  };
  return Object.assign(send, { requests });
}

const granted = (origin: string): HeaderList => [
  ["Access-Control-Allow-Origin", origin],
  ["Access-Control-Allow-Credentials", "true"],
  ["Vary", "Origin"],
];

const reflecting = answering(({ headerList }) => ({ headerList: granted(get(headerList, "Origin") ?? "none") }));

const run = (send: AuditSend, options: AuditOptions = {}): ReturnType<typeof audit> =>
  audit(url, send, { labels, ...options });

test("docs/audit.md is what the words say, with a section for each code", () => {
  const page = auditPage();
  expect(readFileSync(new URL("../../../../docs/audit.md", import.meta.url), "utf8")).toBe(page);
  for (const code of auditCodes) expect(page.split(`### ${code}: `)).toHaveLength(2);
});

describe("an audit", () => {
  test("sends what browsers send", async () => {
    const send = answering(() => ({}));
    await run(send, { credentials: [["Cookie", "id=secret"]] });
    for (const { headerList, kind } of send.requests) {
      expect(get(headerList, "Accept")).toBe("*/*");
      if (kind === "preflight") {
        expect(get(headerList, "Cookie")).toBeNull();
        expect(get(headerList, "Access-Control-Request-Headers")).toBe("content-type,x-concors-audit");
      }
    }
    const siteOf = (origin: string): string | null => {
      const asked = send.requests.find(({ headerList }) => get(headerList, "Origin") === origin);
      return get(asked!.headerList, "Sec-Fetch-Site");
    };
    expect(siteOf("https://k7f2p9.example")).toBe("cross-site");
    expect(siteOf("https://k7f2p9.shop.com")).toBe("same-site");
    expect(siteOf("null")).toBe("cross-site");
  });

  test("names the page by its referrer, as browsers do: not that of null, and not by http that of https", async () => {
    const referrersAt = async (to: string): Promise<Map<string | null, string | null>> => {
      const send = answering(() => ({}));
      await audit(new URL(to), send, { labels });
      return new Map(send.requests.map(({ headerList }) => [get(headerList, "Origin"), get(headerList, "Referer")]));
    };
    const secure = await referrersAt("https://api.shop.com/v1/me");
    expect(secure.get("https://k7f2p9.example")).toBe("https://k7f2p9.example/");
    expect(secure.get("http://api.shop.com")).toBe("http://api.shop.com/");
    expect(secure.get("null")).toBeNull();
    expect(secure.get(null)).toBeNull();
    const plain = await referrersAt("http://api.shop.com/v1/me");
    expect(plain.get("https://k7f2p9.example")).toBeNull();
    expect(plain.get("http://k7f2p9.example")).toBe("http://k7f2p9.example/");
  });

  test("makes names of letters alone, which every expression for a name takes", async () => {
    const letters = answering(({ headerList }) => {
      const origin = get(headerList, "Origin") ?? "";
      return { headerList: /^https:\/\/[a-z]+\.shop\.com$/.test(origin) ? granted(origin) : [["Vary", "Origin"]] };
    });
    expect((await audit(url, letters)).findings).toMatchObject([{ code: "AUD-U1", severity: "medium" }]);
  });

  test("asks nothing twice", async () => {
    const send = answering(() => ({}));
    await run(send);
    const asked = send.requests.map(({ headerList, method, url: to }) => JSON.stringify([method, to.href, headerList]));
    expect(new Set(asked).size).toBe(asked.length);
  });

  test("takes nothing for a finding that is so for one name alone", async () => {
    const once = answering(({ headerList }) => {
      const origin = get(headerList, "Origin") ?? "";
      return { headerList: origin.includes(labels[0]) ? granted(origin) : [["Vary", "Origin"]] };
    });
    const { findings } = await run(once);
    expect(findings.map(({ code }) => code)).toEqual([]);
  });

  test("ends where nobody answers any more, and says so", async () => {
    let left = 4;
    const report = await run(() =>
      Promise.resolve(
        left-- > 0 ? { status: 200, headerList: [], body: "" } : { failed: "timed-out", message: "It did not answer." },
      ),
    );
    expect(report).toMatchObject({
      requests: 7,
      verdict: "inconclusive",
      reason: "It does not answer any more: It did not answer.",
      grade: null,
    });
  });

  test.each([
    ["answers GET alone", 1, (_: number, { method }: AuditRequest) => method !== "GET"],
    ["closes every fourth connection", 0, (at: number) => at % 4 === 0],
  ])("goes to its end where a server %s", async (_, unanswered, isClosed) => {
    let at = 0;
    const { notes, reason, verdict } = await run((request) =>
      Promise.resolve(
        isClosed(++at, request)
          ? { failed: "network-failed", message: "It was closed." }
          : { status: 200, headerList: [["Vary", "Origin"]], body: "" },
      ),
    );
    expect({ reason, verdict }).toEqual({ reason: null, verdict: "clean" });
    expect(notes.filter((note) => note.includes("got no answer, asked twice"))).toHaveLength(unanswered);
  });

  test("whose sender throws is inconclusive", async () => {
    const report = await run(() => Promise.reject(new Error("No network here.")));
    expect(report).toMatchObject({ verdict: "inconclusive", reason: "No network here.", grade: null, findings: [] });
  });

  test("has the same fingerprint for the same cause, whatever name it was found by", async () => {
    const [one] = (await audit(url, reflecting)).findings;
    const [other] = (await audit(new URL(`${url.href}?q=1`), reflecting)).findings;
    expect(one?.origins).not.toEqual(other?.origins);
    expect(one?.fingerprint).toBe("AUD-R1 https://api.shop.com/v1/me");
    expect(other?.fingerprint).toBe(one?.fingerprint);
  });

  test("of a policy that asks a function cannot be", async () => {
    const policy = { origins: { allows: () => Promise.resolve(true), ttl: 60, max: 10, timeout: 100 } };
    await expect(run(reflecting, { policy })).rejects.toThrow(TypeError);
  });
});

describe("whatever a server answers", () => {
  const value = fc.oneof(
    fc.constantFrom("*", "null", "true", "Origin", "https://k7f2p9.example", "https://api.shop.com", "https://[", ""),
    fc.string({ maxLength: 40 }),
  );
  const name = fc.constantFrom(
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Headers",
    "Access-Control-Max-Age",
    "Access-Control-Expose-Headers",
    "Vary",
    "Cache-Control",
    "Age",
    "X-Cache",
    "Location",
    "Set-Cookie",
  );
  const answer = fc.record({
    status: fc.constantFrom(200, 204, 302, 304, 401, 404, 405, 429, 500),
    headerList: fc.array(fc.tuple(name, value), { maxLength: 6 }),
    body: fc.option(fc.constantFrom("", "a", "https://k7f2p9.example")),
    addressSpace: fc.constantFrom("public" as const, "local" as const),
  });

  test("there is a report, of no more requests than allowed, and each cause is in it once", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(answer, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 60 }),
        async (answers, budget) => {
          let at = 0;
          const send = answering(() => answers[at++ % answers.length]!);
          const { findings, requests } = await run(send, { budget, credentials: [["Cookie", "session=s3cr3t-value"]] });
          expect(requests).toBe(send.requests.length);
          expect(requests).toBeLessThanOrEqual(budget);
          expect(new Set(findings.map(({ code }) => code)).size).toBe(findings.length);
          expect(JSON.stringify(findings)).not.toContain("s3cr3t");
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe("severity", () => {
  const circumstances = fc.record({
    isPersonal: fc.boolean(),
    isInternal: fc.boolean(),
    isOnThisMachine: fc.boolean(),
    cookiesStayAtHome: fc.boolean(),
    emptiness: fc.constantFrom("full" as const, "wrong-method" as const, "error" as const),
    isAnswered: fc.boolean(),
  });

  test("no attacker does worse than any site, and credentials make nothing better", () => {
    const others = fc.constantFrom("proxied", "same-site", "same-host", "network", "local", "nobody" as const);
    fc.assert(
      fc.property(circumstances, others, fc.boolean(), (known, attacker, credentials) => {
        const rank = (...[who, reads]: [Parameters<typeof exposureSeverity>[0], boolean]): number =>
          severities.indexOf(exposureSeverity(who, reads, known));
        expect(rank("anyone", credentials)).toBeLessThanOrEqual(rank(attacker, credentials));
        expect(rank("anyone", true)).toBeLessThanOrEqual(rank("anyone", false));
        expect(exposureSeverity("nobody", credentials, known)).toBe("info");
      }),
    );
  });
});

describe("a page that shows a finding", () => {
  test("holds what a URL says as text alone", async () => {
    const evil = new URL("https://api.shop.com/?q=</script><script>alert(1)</script>'\u2028");
    const { findings } = await audit(evil, reflecting, { labels });
    const { html, open } = findings[0]!.proof!;
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).toContain(`{"method":"GET","credentials":"include"}`);
    expect(open).toContain(`--host-resolver-rules="MAP k7f2p9.example 127.0.0.1:8443"`);
  });

  test("of null is in a sandboxed frame, and is not there for what no browser can show", async () => {
    const letsNull = answering(({ headerList }) => ({
      headerList: get(headerList, "Origin") === "null" ? granted("null") : [["Vary", "Origin"]],
    }));
    const [finding] = (await run(letsNull)).findings;
    expect(finding?.proof?.html).toContain(`<iframe sandbox="allow-scripts" srcdoc="&lt;!doctype html&gt;`);
    const percent = answering(({ headerList }) => {
      const origin = get(headerList, "Origin") ?? "";
      return { headerList: /^https:\/\/api\.shop\.com(?:%.*)?$/.test(origin) ? granted(origin) : [["Vary", "Origin"]] };
    });
    expect((await run(percent)).findings).toMatchObject([{ code: "AUD-X3", severity: "info", proof: null }]);
  });
});
