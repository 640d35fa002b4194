import { createClient, createPageRequest, createTrace, createUserAgent, simulateFetch } from "@concors/browser/engine";
import { profiles, traceRequest } from "@concors/browser/engine";
import { expect, test } from "vitest";
import { blockingDirective, consoleOf } from "../../src/index.ts";
import type { Facts } from "../../src/index.ts";

const origin = "http://127.0.0.1:4500";
const url = "http://127.0.0.1:4502/x";
const listed = "connect-src 'self' http://127.0.0.1:4501";
const byDefault = "default-src 'self' 'unsafe-inline'";

function linesOf(
  engine: "chromium" | "webkit",
  initiator: "fetch" | "xhr",
  text: string,
  isKnown = true,
): readonly string[] {
  const policy: NonNullable<Facts["policy"]> = { values: [text], origin, directive: "connect-src" };
  const client = createClient(new URL(`${origin}/p`), {
    isBlockedByPolicy: (asked, count) => blockingDirective(policy, "connect-src", asked, count) !== null,
  });
  const agent = createUserAgent(profiles[engine]);
  const request = createPageRequest(client, new URL(url), { initiator });
  const asked = traceRequest(request);
  const never = (): never => {
    throw new Error("nothing is sent");
  };
  const trace = createTrace(agent, asked, simulateFetch(agent, request, never));
  return consoleOf(trace, isKnown ? { policy } : {}).console;
}

// As Chromium 156 and WebKitGTK 2.50 printed them, of a page with these policies.
test.each([
  [
    "Chromium tells of a fetch twice",
    "chromium",
    "fetch",
    listed,
    [
      `Connecting to '${url}' violates the following Content Security Policy directive: "${listed}". The action has been blocked.`,
      `Fetch API cannot load ${url}. Refused to connect because it violates the document's Content Security Policy.`,
    ],
  ],
  [
    "Chromium says what stands in for connect-src",
    "chromium",
    "xhr",
    byDefault,
    [
      `Connecting to '${url}' violates the following Content Security Policy directive: "${byDefault}". Note that 'connect-src' was not explicitly set, so 'default-src' is used as a fallback. The action has been blocked.`,
    ],
  ],
  [
    "WebKit tells of no load where nothing is sent",
    "webkit",
    "fetch",
    listed,
    [
      `Refused to connect to ${url} because it does not appear in the connect-src directive of the Content Security Policy.`,
    ],
  ],
  [
    "WebKit names both directives",
    "webkit",
    "xhr",
    byDefault,
    [
      `Refused to connect to ${url} because it appears in neither the connect-src directive nor the default-src directive of the Content Security Policy.`,
    ],
  ],
] as const)("%s", (_name, engine, initiator, text, lines) => {
  expect(linesOf(engine, initiator, text)).toEqual(lines);
});

test("of a policy that is not known nothing is said", () => {
  expect(linesOf("chromium", "fetch", listed, false)).toEqual([]);
});
