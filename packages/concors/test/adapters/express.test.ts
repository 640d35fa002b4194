import { ServerResponse } from "node:http";
import type { RequestListener } from "node:http";
import { corsRoutes } from "concors";
import { cors } from "concors/express";
import express from "express";
import express4 from "express4";
import type { NextFunction, Request, RequestHandler, Response } from "express";
import { describe, expect, test } from "vitest";
import { inFront, laterWritings, serve, writePairs, written } from "./application.ts";
import type { Framework, Mounted } from "./application.ts";
import { ask } from "./client.ts";
import type { Answer, Ask } from "./client.ts";
import { app as allowed, corsHeadersOf, describeContract, evil, from, nothing, preflight, varyOf } from "./contract.ts";

const writings: readonly ((response: Response) => void)[] = [
  ...Object.values(laterWritings),
  (response) => void response.set(written).send("written"),
  (response) => void response.set(written).vary("Accept-Language").send("written"),
];

function answerWith(app: express.Express): RequestListener {
  app.get("/hello", (_request, response) => void response.send("hello"));
  app.put("/hello", (_request, response) => void response.send("saved"));
  app.options("/hello", (_request, response) => void response.send("options"));
  app.get("/throws", () => {
    throw new Error("thrown");
  });
  app.get("/stream", (_request, response) => {
    response.write("one ");
    setImmediate(() => response.end("two"));
  });
  app.get("/events", (_request, response) => response.flushHeaders());
  app.get("/not-modified", (_request, response) => void response.status(304).end());
  app.get("/write/:n", ({ params }, response) => writings[Number(params.n)]!(response));
  // Its own shows every error on the console.
  app.use((_error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    response.status(500).send("failed");
  });
  return app;
}

const versions: readonly (readonly [name: string, create: () => express.Express])[] = [
  ["Express 4", express4],
  ["Express 5", express],
];

for (const [name, create] of versions) {
  const start: Framework["start"] = (mounted: readonly Mounted[]) => {
    const app = create();
    for (const args of mounted) app.use(cors(...args));
    return serve("HTTP/1.1", answerWith(app));
  };
  const names = [...Object.keys(laterWritings), "response.set", "response.vary"];
  describeContract({ name, protocol: "HTTP/1.1", writings: names, start });
  describeContract({
    name: `in front of ${name}`,
    protocol: "HTTP/1.1",
    writings: names,
    start: (mounted) => serve("HTTP/1.1", inFront(mounted, answerWith(create()))),
  });

  describe(`${name} alone`, () => {
    async function asked(app: express.Express, request: Ask): Promise<Answer> {
      const running = await serve("HTTP/1.1", app);
      try {
        return await ask("HTTP/1.1", running.port, request);
      } finally {
        await running.close();
      }
    }

    test("what Express answers by itself has the headers: an error before its handler, a list of methods", async () => {
      const app = create().set("env", "test");
      app.use(cors({ origins: [allowed] }));
      app.use(express.json({ limit: 1 }));
      app.put("/items", (_request, response) => void response.end());
      const malformed = await asked(app, from(allowed, "/%zz"));
      const options = await asked(app, from(allowed, "/items", "OPTIONS"));
      expect(options.headerList).toContainEqual(["allow", "PUT"]);
      for (const answer of [malformed, options]) {
        expect(corsHeadersOf(answer)).toEqual([["access-control-allow-origin", allowed]]);
        expect(varyOf(answer)).toEqual(["origin"]);
      }
    });

    test("pairs that writeHead is called with are the application's own, but for what the policy says", async () => {
      const app = create().disable("x-powered-by");
      app.use(cors({ origins: [allowed] }));
      app.get("/", (_request, response) => writePairs!(response));
      // The first is written as documented, and shows how Node goes on.
      for (const origin of [allowed, allowed, evil]) {
        const answer = await asked(app, from(origin, "/"));
        expect(corsHeadersOf(answer)).toEqual(origin === evil ? nothing : [["access-control-allow-origin", allowed]]);
        expect(varyOf(answer)).toEqual(expect.arrayContaining(["accept-encoding", "origin"]));
        expect(answer.headerList).toContainEqual(["x-written", "yes"]);
      }
    });

    test("mounted under a path, a policy answers the preflights for it, and for nothing else", async () => {
      const app = create();
      app.use("/api", cors({ origins: [allowed], methods: ["PUT"] }));
      app.put("/api/items", (_request, response) => void response.end());
      expect((await asked(app, preflight(allowed, "/api/items", "PUT"))).status).toBe(204);
      expect(corsHeadersOf(await asked(app, preflight(allowed, "/other", "PUT")))).toEqual(nothing);
    });

    test("a route answers its preflights where it takes OPTIONS as well", async () => {
      const app = create();
      const withCors = cors({ origins: [allowed], methods: ["PUT"] });
      app.options("/items", withCors);
      app.put("/items", withCors, (_request, response) => void response.end("saved"));
      expect((await asked(app, preflight(allowed, "/items", "PUT"))).status).toBe(204);
      expect((await asked(app, preflight(evil, "/items", "PUT"))).status).toBe(403);
    });

    test("policies by path go by the whole path, wherever they are mounted", async () => {
      const app = create();
      app.use("/api", cors(corsRoutes([["/api/items", { origins: [allowed] }]])));
      app.get("/api/items", (_request, response) => void response.end());
      expect(corsHeadersOf(await asked(app, from(allowed, "/api/items")))).toEqual([
        ["access-control-allow-origin", allowed],
      ]);
    });

    for (const [parentName, createParent] of versions) {
      test(`mounted in an application of ${parentName}, one has its policy on what the other makes of its errors`, async () => {
        const api = create();
        api.use(cors({ origins: [allowed] }));
        api.get("/throws", () => {
          throw new Error("thrown");
        });
        const parent = createParent().set("env", "test");
        parent.use("/api", api);
        const thrown = await asked(parent, from(allowed, "/api/throws"));
        const missing = await asked(parent, from(allowed, "/api/missing"));
        expect([thrown.status, missing.status]).toEqual([500, 404]);
        for (const answer of [thrown, missing]) {
          expect(corsHeadersOf(answer)).toEqual([["access-control-allow-origin", allowed]]);
        }
        expect(corsHeadersOf(await asked(parent, from(allowed, "/other")))).toEqual(nothing);
      });
    }

    test("a policy is for its own application, whatever others of the process have", async () => {
      const other = create();
      other.get("/hello", (_request, response) => void response.set("Access-Control-Allow-Origin", evil).end());
      expect(corsHeadersOf(await asked(other, from(allowed, "/hello")))).toEqual([
        ["access-control-allow-origin", evil],
      ]);
    });

    describe.each<[where: string, responseOf: (app: express.Express, response: Response) => object]>([
      ["a response", (_app, response) => response],
      ["the application", (app) => app.response],
    ])("who put their own method in place of Node's before, for %s, is told of every header:", (_, responseOf) => {
      test.each(["writeHead", "_storeHeader"] as const)("%s", async (method) => {
        const app = create();
        const told: unknown[] = [];
        app.use((_request, response, next) => {
          const target = responseOf(app, response) as Record<string, unknown>;
          target[method] = function (this: ServerResponse, ...args: unknown[]) {
            told.push(this.getHeader("Access-Control-Allow-Origin"));
            const own = ServerResponse.prototype as unknown as Record<string, (...given: unknown[]) => unknown>;
            return own[method]!.apply(this, args);
          };
          next();
        });
        app.use(cors({ origins: [allowed] }));
        app.get("/hello", (_request, response) => void response.end());
        const answers: Answer[] = [];
        for (let time = 0; time < 3; time++) answers.push(await asked(app, from(allowed, "/hello")));
        const readable = [["access-control-allow-origin", allowed]];
        expect(answers.map(corsHeadersOf)).toEqual([readable, readable, readable]);
        expect(told).toEqual([allowed, allowed, allowed]);
      });
    });
  });
}

test("the middleware is one of Express's own kind", () => {
  const handler: RequestHandler = cors({ origins: [allowed] });
  expect(handler).toHaveLength(3);
});
