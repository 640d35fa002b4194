import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import { cors } from "concors/lambda";
import type { LambdaEvent, LambdaResult } from "concors/lambda";
import type {
  ALBEvent,
  ALBHandler,
  APIGatewayProxyEvent,
  APIGatewayProxyEventV2,
  APIGatewayProxyHandler,
  APIGatewayProxyHandlerV2,
} from "aws-lambda";
import { describe, expect, test } from "vitest";
import { listen, written } from "./application.ts";
import type { Mounted } from "./application.ts";
import { app as allowed, describeContract, evil } from "./contract.ts";

/** A service of AWS: what it makes of a request, and which of a result's headers it sends. */
interface Service {
  readonly name: string;
  readonly toEvent: (request: IncomingMessage) => LambdaEvent;
  readonly headersOf: (result: LambdaResult) => Record<string, string | string[]>;
}

const restApi: Service = {
  name: "API Gateway, REST API",
  toEvent: (request) => ({
    ...methodAndPath(request),
    headers: lastLines(request),
    multiValueHeaders: request.headersDistinct,
    requestContext: { httpMethod: request.method },
  }),
  headersOf: ({ headers, multiValueHeaders }) => ({ ...inText(headers), ...inText(multiValueHeaders) }),
};
const httpApi: Service = {
  name: "API Gateway, HTTP API, or a function URL",
  toEvent: (request) => ({
    version: "2.0",
    rawPath: methodAndPath(request).path,
    headers: Object.fromEntries(
      Object.entries(request.headersDistinct).map(([name, lines]) => [name, lines?.join(",")]),
    ),
    requestContext: { http: { method: request.method ?? "" } },
  }),
  headersOf: ({ headers }) => inText(headers),
};
const multiValueLoadBalancer: Service = {
  name: "Application Load Balancer with multi-value headers",
  toEvent: (request) => ({
    ...methodAndPath(request),
    multiValueHeaders: request.headersDistinct,
    requestContext: { elb: {} },
  }),
  headersOf: ({ multiValueHeaders }) => inText(multiValueHeaders),
};

function methodAndPath({ method, url = "" }: IncomingMessage): { httpMethod: string | undefined; path: string } {
  return { httpMethod: method, path: url.replace(/\?.*/, "") };
}

function lastLines({ headersDistinct }: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(headersDistinct).map(([name, lines]) => [name, lines?.at(-1)]));
}

function inText(fields: Readonly<Record<string, unknown>> = {}): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : String(value)]),
  );
}

const lists = Object.fromEntries(Object.entries(written).map(([name, value]) => [name, [value]]));

/** The ways to write a result, for services that read both kinds of headers or one of them. */
const writings: Readonly<Record<string, (service: Service) => LambdaResult>> = {
  "the service's own kind of headers": (service) => ({
    statusCode: 200,
    body: "written",
    ...(service === multiValueLoadBalancer ? { multiValueHeaders: lists } : { headers: { ...written } }),
  }),
  "names in lower case": (service) => {
    const fields = Object.entries(written).map(([name, value]) => [name.toLowerCase(), value] as const);
    if (service !== multiValueLoadBalancer)
      return { statusCode: 200, body: "written", headers: Object.fromEntries(fields) };
    const multiValueHeaders = Object.fromEntries(fields.map(([name, value]) => [name, [value]]));
    return { statusCode: 200, body: "written", multiValueHeaders };
  },
};

function answer(service: Service, { httpMethod, path, rawPath = path, requestContext }: LambdaEvent): LambdaResult {
  const [, writing] = /^\/write\/(\d+)$/.exec(rawPath ?? "") ?? [];
  if (writing !== undefined) return Object.values(writings)[Number(writing)]!(service);
  const method = requestContext?.http?.method ?? httpMethod;
  switch (rawPath) {
    case "/throws":
      throw new Error("thrown");
    case "/stream":
      return { statusCode: 200, body: Buffer.from("one two").toString("base64"), isBase64Encoded: true };
    case "/events":
      return { statusCode: 200, body: "" };
    case "/not-modified":
      return { statusCode: 304, body: "" };
    case "/hello":
      if (method === "PUT") return { statusCode: 200, body: "saved" };
      return { statusCode: 200, body: method === "OPTIONS" ? "options" : "hello" };
    default:
      return { statusCode: 404, body: "not found" };
  }
}

const onError = (): LambdaResult => ({ statusCode: 500, body: "failed" });

/** Does what the service does around a function. */
function serverOf(service: Service, mounted: readonly Mounted[]): ReturnType<typeof createServer> {
  let handler = async (event: LambdaEvent): Promise<LambdaResult> => answer(service, event);
  for (const [policy, options] of mounted.toReversed()) handler = cors(policy, { ...options, onError })(handler);
  return createServer((request, response) => {
    void handler(service.toEvent(request)).then((result) => {
      response.writeHead(result.statusCode, service.headersOf(result));
      response.end(Buffer.from(result.body, result.isBase64Encoded === true ? "base64" : "utf8"));
    });
  });
}

for (const service of [restApi, httpApi, multiValueLoadBalancer]) {
  describeContract({
    name: service.name,
    protocol: "HTTP/1.1",
    writings: Object.keys(writings),
    start: (mounted) => listen(serverOf(service, mounted)),
  });
}

describe("Lambda", () => {
  const withCors = cors({ origins: [allowed] });
  const hello = async (): Promise<LambdaResult> => Promise.resolve({ statusCode: 200, body: "hello" });
  const httpEvent: LambdaEvent = {
    version: "2.0",
    rawPath: "/",
    headers: { origin: allowed },
    requestContext: { http: { method: "GET" } },
  };

  test("a load balancer without multi-value headers gets single ones, whatever case it has names in", async () => {
    const event: LambdaEvent = {
      httpMethod: "GET",
      path: "/",
      headers: { Origin: allowed },
      requestContext: { elb: {} },
    };
    expect(await withCors(hello)(event)).toEqual({
      statusCode: 200,
      body: "hello",
      headers: { "Access-Control-Allow-Origin": allowed, Vary: "Origin" },
    });
  });

  test("an event of the console's test has no headers", async () => {
    const event: LambdaEvent = { httpMethod: "GET", path: "/", headers: null, multiValueHeaders: null };
    expect(await withCors(hello)(event)).toEqual({ statusCode: 200, body: "hello", headers: { Vary: "Origin" } });
  });

  test("headers of both kinds are kept, but for those of the policy", async () => {
    const event: LambdaEvent = { httpMethod: "GET", path: "/", multiValueHeaders: { Origin: [evil] } };
    const result = await withCors(async () =>
      Promise.resolve({
        statusCode: 200,
        headers: { "X-One": 1, "access-control-allow-origin": "*", vary: "Accept" },
        multiValueHeaders: { "Set-Cookie": ["a=1", "b=2"], Vary: ["Accept-Encoding"] },
        body: "",
      }),
    )(event);
    expect(result).toEqual({
      statusCode: 200,
      headers: { "X-One": 1, Vary: "Accept, Accept-Encoding, Origin" },
      multiValueHeaders: { "Set-Cookie": ["a=1", "b=2"] },
      body: "",
    });
  });

  test.each([
    ["an object", { id: 1 }, `{"id":1}`],
    ["a text", "hello", "hello"],
    ["nothing", undefined, "null"],
  ])("an HTTP API makes an answer of what has no status: %s", async (_, returned, body) => {
    const result = await withCors(() => returned)(httpEvent);
    expect(result).toEqual({
      statusCode: 200,
      body,
      headers: { "Content-Type": "application/json", "Access-Control-Allow-Origin": allowed, Vary: "Origin" },
    });
  });

  test("an error that nobody answers fails the invocation", async () => {
    const error = new Error("thrown");
    await expect(withCors(() => Promise.reject(error))(httpEvent)).rejects.toBe(error);
  });

  test("the handlers are of Lambda's own kinds", () => {
    const handlers: [APIGatewayProxyHandler, APIGatewayProxyHandlerV2, ALBHandler] = [
      withCors(async ({ path }: APIGatewayProxyEvent) => Promise.resolve({ statusCode: 200, body: path })),
      withCors(async ({ rawPath }: APIGatewayProxyEventV2) => Promise.resolve({ statusCode: 200, body: rawPath })),
      withCors(async ({ path }: ALBEvent) => Promise.resolve({ statusCode: 200, body: path })),
    ];
    expect(handlers).toHaveLength(3);
  });
});
