import { expect, test } from "vitest";
import type { Report } from "@concors/explain";
import {
  closedPort,
  selfSignedCertificate,
  serve,
  serveSecurely,
  serveTcp,
} from "../../browser/test/support/servers.ts";
import { runMain } from "./run-main.ts";

const page = "http://localhost:3000";
const from = ["--from", page];
const allowing = { "Access-Control-Allow-Origin": page, Vary: "Origin" };
const granting = {
  ...allowing,
  "Access-Control-Allow-Methods": "PUT, DELETE",
  "Access-Control-Allow-Headers": "Content-Type",
};

async function reportOf(argv: readonly string[]): Promise<Report> {
  const { stdout } = await runMain([...argv, "--json"]);
  return JSON.parse(stdout) as Report;
}

test("allowed is 0, blocked is 1", async () => {
  const { origin } = await serve((request, response) =>
    response.writeHead(200, request.url === "/yes" ? allowing : {}).end(),
  );
  expect(await runMain(["check", `${origin}/yes`, ...from])).toMatchObject({ status: 0, stderr: "" });
  expect(await runMain(["check", `${origin}/no`, ...from])).toMatchObject({ status: 1, stderr: "" });
});

test.each([
  ["https://app.example.com", "webkit-blocks-loopback"],
  ["http://app.example.com", "chromium-blocks-loopback"],
])("what browsers have against loopback, from %s, is a note: the server is to be deployed", async (deployed, code) => {
  const { origin } = await serve((_request, response) =>
    response.writeHead(200, { "Access-Control-Allow-Origin": deployed }).end(),
  );
  const { explanations, verdict } = await reportOf(["check", `${origin}/a`, "--from", deployed]);
  expect(verdict).toBe("allowed");
  expect(explanations.flatMap(({ notes }) => notes.map((note) => note.code))).toContain(code);
});

test("a page's embedder policy blocks what does not say that it may be embedded", async () => {
  const { origin } = await serve((_request, response) => response.writeHead(200).end());
  const argv = ["check", `${origin}/a`, ...from, "--mode", "no-cors"];
  expect((await reportOf(argv)).verdict).toBe("allowed");
  const { explanations } = await reportOf([...argv, "--coep", "require-corp"]);
  expect(explanations[0]?.cause?.code).toBe("CORP-03");
});

test("each distinct request goes out once, whichever engines send it", async () => {
  const { origin, requests } = await serve((request, response) =>
    response.writeHead(request.method === "OPTIONS" ? 204 : 200, granting).end(),
  );
  expect((await runMain(["check", `${origin}/a`, ...from, "-X", "PUT"])).status).toBe(0);
  expect(requests.map(({ method }) => method)).toEqual(["OPTIONS", "GET"]);
});

test("an engine that asks otherwise asks for itself", async () => {
  const { origin, requests } = await serve((_request, response) => response.writeHead(200, allowing).end());
  const { explanations, verdict } = await reportOf(["check", `${origin}/a`, ...from, "-H", "Save-Data: on"]);
  expect(verdict).toBe("mixed");
  expect(explanations.map(({ cause }) => cause?.code ?? null)).toEqual(["CORS-H01", null]);
  expect(requests.map(({ method }) => method)).toEqual(["OPTIONS", "GET"]);
});

test("a check changes nothing: what might is not sent, and its answer is inferred", async () => {
  const { origin, requests } = await serve((request, response) =>
    response.writeHead(request.method === "OPTIONS" ? 204 : 200, granting).end(),
  );
  const argv = ["check", `${origin}/a`, ...from, "-X", "DELETE", "-H", "Content-Type: application/json", "-d", "{}"];
  const { explanations } = await reportOf(argv);
  expect(explanations[0]).toMatchObject({ verdict: "allowed", confidence: "inferred" });
  expect(explanations[0]?.timeline[1]?.response?.inferredFrom).toBe("GET of the same URL");
  expect(requests.map(({ headers, method }) => [method, headers["content-type"], headers["content-length"]])).toEqual([
    ["OPTIONS", undefined, undefined],
    ["GET", undefined, undefined],
  ]);
});

test("--send sends it", async () => {
  let body = "";
  const { origin, requests } = await serve((request, response) => {
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => response.writeHead(request.method === "OPTIONS" ? 204 : 200, granting).end());
  });
  const { explanations } = await reportOf(["check", `${origin}/a`, ...from, "-X", "PUT", "-d", "hello", "--send"]);
  expect(explanations[0]).toMatchObject({ verdict: "allowed", confidence: "observed" });
  expect(requests.map(({ method }) => method)).toEqual(["OPTIONS", "PUT"]);
  expect([requests[1]?.headers["content-type"], body]).toEqual(["text/plain;charset=UTF-8", "hello"]);
});

test("-d alone is a POST", async () => {
  const { origin } = await serve((_request, response) => response.writeHead(200, allowing).end());
  const { explanations } = await reportOf(["check", `${origin}/a`, ...from, "-d", "hello"]);
  expect(explanations[0]?.request.method).toBe("POST");
});

test("what GET is not there for, OPTIONS may tell", async () => {
  const { origin, requests } = await serve((request, response) =>
    request.method === "OPTIONS" ? response.writeHead(204, allowing).end() : response.writeHead(405).end(),
  );
  const { explanations } = await reportOf(["check", `${origin}/a`, ...from, "-d", "hello"]);
  expect(explanations[0]?.timeline[0]?.response?.inferredFrom).toBe("OPTIONS of the same URL");
  expect(requests.map(({ method }) => method)).toEqual(["GET", "OPTIONS"]);
});

test("what nothing tells is not known: status 2, and a line on standard error", async () => {
  const { origin } = await serve((_request, response) => response.writeHead(405).end());
  const { status, stderr, stdout } = await runMain(["check", `${origin}/a`, ...from, "-d", "hello"]);
  expect(status).toBe(2);
  expect(stderr).toBe(
    `concors: Whether the page may read the answer to POST ${origin}/a is not known: it was not sent, as it may change something, and what GET is answered, 405 without Access-Control-Allow-Origin, does not tell.\n`,
  );
  expect(stdout).toContain("--send");
});

test.each([
  ["nobody listens", async () => `http://127.0.0.1:${await closedPort()}/`, "NET-02", "Nothing listens at"],
  ["no name", () => Promise.resolve("http://nowhere.invalid/"), "NET-01", "There is no address for nowhere.invalid"],
  ["no HTTP", async () => (await serveTcp((socket) => socket.end("SSH-2.0-x\r\n"))).origin, "NET-06", "is not HTTP"],
  ["no answer", async () => (await serveTcp((socket) => socket.destroy())).origin, "NET-03", "closed the connection"],
  ["no answer in time", async () => (await serve(() => {})).origin, "NET-05", "did not answer"],
  ["no TLS", async () => (await serve(() => {})).origin.replace("http:", "https:"), "TLS-02", "No secure connection"],
])("%s: not CORS, status 2, a line", async (_name, start, code, line) => {
  const url = await start();
  const argv = ["check", url, "--from", "http://app.example.com", "--timeout", "0.5"];
  const { status, stderr, stdout } = await runMain([...argv, "--json"]);
  const { explanations, verdict } = JSON.parse(stdout) as Report;
  expect([status, verdict, explanations[0]?.cause?.code]).toEqual([2, "inconclusive", code]);
  expect(stderr).toMatch(/^concors: .*\.\n$/);
  expect(stderr).toContain(line);
});

test("a certificate that nobody vouches for, and --insecure", async () => {
  const { origin } = await serveSecurely(selfSignedCertificate("localhost"), (_request, response) =>
    response.writeHead(200, allowing).end(),
  );
  const refused = await reportOf(["check", origin, ...from]);
  expect(refused.explanations[0]?.cause?.code).toBe("TLS-03");
  expect((await runMain(["check", origin, ...from, "--insecure"])).status).toBe(0);
});

test("IPv6, and --resolve", async () => {
  const { origin, port, requests } = await serve(
    (_request, response) => response.writeHead(200, allowing).end(),
    "::1",
  );
  expect((await runMain(["check", origin, ...from])).status).toBe(0);
  const elsewhere = ["check", `http://api.example.com:${port}/`, "--from", "http://app.example.com"];
  expect((await runMain([...elsewhere, "--resolve", `api.example.com:${port}:::1`])).status).toBe(1);
  expect(requests.at(-1)?.headers.host).toBe(`api.example.com:${port}`);
});

test("a proxy from the environment", async () => {
  const { origin, requests } = await serve((_request, response) => response.writeHead(200, allowing).end());
  const argv = ["check", "http://api.example.com/items", ...from];
  expect((await runMain(argv, { env: { http_proxy: origin } })).status).toBe(0);
  expect(requests[0]?.url).toBe("http://api.example.com/items");
});

test("where the page comes from is looked up if Chromium cares", async () => {
  const { origin } = await serve((_request, response) =>
    response.writeHead(200, { "Access-Control-Allow-Origin": "*" }).end(),
  );
  const lookUps: string[] = [];
  const lookup = (address: string | null) => (host: string) => {
    lookUps.push(host);
    return Promise.resolve(address);
  };
  const { port } = new URL(origin);
  const api = [`http://api.example.com:${port}`, "--resolve", `api.example.com:${port}:127.0.0.1`];
  const argv = ["check", ...api, "--from", "http://dev.example.com", "--json"];
  const unknown = await runMain(argv, { lookup: lookup(null) });
  expect((JSON.parse(unknown.stdout) as Report).explanations[0]?.cause?.code).toBe("CORS-L01");
  const local = await runMain(argv, { lookup: lookup("127.0.0.1") });
  expect(local.status).toBe(0);
  expect(lookUps).toEqual(["dev.example.com", "dev.example.com"]);
});
