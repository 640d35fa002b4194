import { createServer } from "node:http";
import type { ServerResponse } from "node:http";
import { createCors } from "concors";
import { TwoPoliciesError, cors } from "concors/express";
import express from "express";
import express4 from "express4";
import type { Response } from "express";
import { describe, expect, test } from "vitest";
import { listen, watchStoring } from "./application.ts";
import { ask } from "./client.ts";
import type { Answer } from "./client.ts";
import { app as allowed, corsHeadersOf, evil, from, preflight, varyOf } from "./contract.ts";

const policy = { origins: [allowed], credentials: true, methods: ["PUT"], exposedHeaders: ["X-A"] } as const;
const readable = [
  ["access-control-allow-credentials", "true"],
  ["access-control-allow-origin", allowed],
  ["access-control-expose-headers", "X-A"],
];

/** In Node 24 responses of Express have a shape in common, and what is added to one costs nothing. */
const areAlike = "isError" in Error;

/** What writes the head of a response, if it is not Node's own: what is added to it where nothing can be inherited. */
function isAddedTo(response: ServerResponse): boolean {
  return Object.hasOwn(response, "_storeHeader");
}

/** The first answer shows how Node writes a head; given are those after it. */
async function answersOf(app: express.Express, asked = from(allowed, "/")): Promise<Answer[]> {
  const running = await listen(createServer(app));
  try {
    const answers: Answer[] = [];
    for (let time = 0; time < 3; time++) answers.push(await ask("HTTP/1.1", running.port, asked));
    return answers.slice(1);
  } finally {
    await running.close();
  }
}

describe.each([
  ["Express 4", express4],
  ["Express 5", express],
])("a response of %s", (_, create) => {
  /** A handler behind the policy, and what it saw of each response. */
  async function seenBy<Seen>(
    look: (response: Response) => Seen,
    before = (_response: Response) => {},
  ): Promise<Seen[]> {
    const seen: Seen[] = [];
    const app = create();
    app.use((_request, response, next) => {
      before(response);
      next();
    });
    app.use(cors(policy));
    app.use((_request, response) => {
      seen.push(look(response));
      response.end();
    });
    const answers = await answersOf(app);
    expect(answers.map(corsHeadersOf)).toEqual([readable, readable]);
    return seen.slice(1);
  }

  test("stays as it is: the headers that are set inherit the policy's", async () => {
    expect(await seenBy(isAddedTo)).toEqual([areAlike, areAlike]);
  });

  test("shows nobody what its headers inherit", async () => {
    const seen = await seenBy((response) => [
      response.getHeaderNames(),
      response.getHeaders(),
      response.getHeader("Vary"),
      response.hasHeader("Access-Control-Allow-Origin"),
    ]);
    const own = [["x-powered-by"], { "x-powered-by": "Express" }, undefined, false];
    expect(seen).toEqual([own, own]);
  });

  test("says what was sent, once it was", async () => {
    const seen = await seenBy((response) => {
      response.setHeader("ETag", '"1"').flushHeaders();
      const { "x-powered-by": _by, ...headers } = response.getHeaders();
      return [response.getHeader("access-control-allow-origin"), response.hasHeader("Vary"), headers];
    });
    const sent = [allowed, true, { ...Object.fromEntries(readable), etag: '"1"', vary: "Origin" }];
    expect(seen).toEqual([sent, sent]);
  });

  test.each<[name: string, set: (response: Response) => unknown]>([
    ["setHeader", (response) => response.setHeader("Vary", "Accept")],
    ["appendHeader", (response) => response.appendHeader("Vary", "Accept")],
    ["setHeaders", (response) => response.setHeaders(new Headers({ Vary: "Accept" }))],
    ["response.vary", (response) => response.vary("Accept")],
  ])("has a header of its own from %s on, and the policy's are added", async (_name, set) => {
    const app = create();
    const seen: unknown[] = [];
    app.use(cors(policy));
    app.use((_request, response) => {
      set(response);
      seen.push([response.getHeader("Vary"), response.getHeaderNames(), isAddedTo(response)]);
      response.end();
    });
    const answers = await answersOf(app);
    expect(seen.slice(1)).toEqual([1, 2].map(() => ["Accept", ["x-powered-by", "vary"], true]));
    expect(answers.map(corsHeadersOf)).toEqual([readable, readable]);
    expect(answers.map(varyOf)).toEqual([1, 2].map(() => ["accept", "origin"]));
  });

  test("keeps whoever writes the head in the place of Node, when it has a header of its own after that", async () => {
    const wrote: string[] = [];
    const app = create();
    app.use(cors(policy));
    app.use((_request, response) => {
      watchStoring(response, (line) => void wrote.push(line));
      response.vary("Accept").end();
    });
    const answers = await answersOf(app);
    expect(answers.map(corsHeadersOf)).toEqual([readable, readable]);
    expect(answers.map(varyOf)).toEqual([1, 2].map(() => ["accept", "origin"]));
    expect(wrote).toEqual([1, 2, 3].map(() => "HTTP/1.1 200 OK\r\n"));
  });

  test("is added to where a header of the policy's was there before", async () => {
    expect(await seenBy(isAddedTo, (response) => void response.vary("Accept"))).toEqual([true, true]);
  });

  test("is added to where none was set, so that writeHead takes pairs", async () => {
    const app = create().disable("x-powered-by");
    app.use(cors(policy));
    app.use((_request, response) => void response.writeHead(200, [["ETag", '"1"']] as unknown as string[]).end());
    const answers = await answersOf(app);
    expect(answers.map(corsHeadersOf)).toEqual([readable, readable]);
    for (const { headerList } of answers) expect(headerList).toContainEqual(["etag", '"1"']);
  });

  test("tells whoever puts himself in the place of setHeader, even late", async () => {
    const seen = await seenBy((response) => {
      const names: string[] = [];
      const setHeader = response.setHeader.bind(response);
      response.setHeader = (name, value) => {
        names.push(name.toLowerCase());
        return setHeader(name, value);
      };
      return names;
    });
    const told = [...readable.map(([name]) => name), "vary"];
    expect(seen.map((names) => names.toSorted())).toEqual([told, told]);
  });

  test("keeps a policy that another is mounted after, whoever stands in the place of writeHead", async () => {
    const errors: unknown[] = [];
    const app = create();
    app.use(cors(policy));
    app.use((_request, response, next) => {
      const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => Response;
      response.writeHead = (...args: unknown[]) => writeHead(...args);
      next();
    });
    app.use(cors({ origins: "*" }, { onTwoPolicies: (error) => void errors.push(error) }));
    app.use((_request, response) => void response.end());
    expect((await answersOf(app)).map(corsHeadersOf)).toEqual([readable, readable]);
    expect(errors).toEqual([1, 2, 3].map(() => expect.any(TwoPoliciesError) as unknown));
  });

  test("keeps its policy when all its headers are removed, as for an error", async () => {
    const seen = await seenBy((response) => {
      for (const name of response.getHeaderNames()) response.removeHeader(name);
      return response.getHeaderNames();
    });
    expect(seen).toEqual([[], []]);
  });

  test("to a preflight, or to a stranger, has what is theirs", async () => {
    const app = create();
    app.use(cors(policy));
    app.use((_request, response) => void response.end());
    const [answer] = await answersOf(app, preflight(allowed, "/", "PUT"));
    expect(corsHeadersOf(answer!)).toEqual([
      ...readable.slice(0, 1),
      ["access-control-allow-methods", "PUT"],
      readable[1],
    ]);
    const [stranger] = await answersOf(app, from(evil, "/"));
    expect([corsHeadersOf(stranger!), varyOf(stranger!)]).toEqual([[], ["origin"]]);
  });

  test("is decided by whoever was given a request as it is", async () => {
    const seen: unknown[] = [];
    const decider = createCors(policy);
    const app = create();
    const decide: typeof decider.decide = (request) => {
      seen.push((request as express.Request).hostname);
      return decider.decide(request);
    };
    app.use(cors({ ...decider, decide }));
    app.use((_request, response) => void response.end());
    await answersOf(app);
    expect(seen).toEqual(["127.0.0.1", "127.0.0.1", "127.0.0.1"]);
  });
});
