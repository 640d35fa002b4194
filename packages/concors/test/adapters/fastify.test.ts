import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { corsRoutes } from "concors";
import { cors } from "concors/fastify";
import { cors as nodeCors } from "concors/node";
import Fastify from "fastify";
import type { FastifyInstance, FastifyReply } from "fastify";
import { afterEach, describe, expect, test } from "vitest";
import { inFront, nodeWritings, serverOf, written } from "./application.ts";
import type { Mounted } from "./application.ts";
import { ask } from "./client.ts";
import type { Answer, Ask } from "./client.ts";
import { app as allowed, corsHeadersOf, describeContract, from, nothing, preflight } from "./contract.ts";

const writings: readonly ((reply: FastifyReply) => unknown)[] = [
  ...Object.values(nodeWritings).map((write) => (reply: FastifyReply) => write(reply.hijack().raw)),
  (reply) => reply.headers(written).send("written"),
  (reply) => reply.headers(written).send(Readable.from(["written"])),
  (reply) => reply.send(new Response("written", { headers: written })),
];
const names = [...Object.keys(nodeWritings), "reply.headers", "reply.headers, and a stream", "a Response"];

async function addApplication(app: FastifyInstance, mounted: readonly Mounted[]): Promise<void> {
  for (const args of mounted) await app.register(cors(...args));
  app.get("/hello", (_request, reply) => reply.send("hello"));
  app.put("/hello", (_request, reply) => reply.send("saved"));
  app.options("/hello", (_request, reply) => reply.send("options"));
  app.get("/throws", () => {
    throw new Error("thrown");
  });
  app.get("/stream", (_request, reply) => reply.send(Readable.from(["one ", "two"])));
  app.get("/events", (_request, reply) => reply.hijack().raw.flushHeaders());
  app.get("/not-modified", (_request, reply) => reply.code(304).send());
  app.get<{ Params: { n: string } }>("/write/:n", ({ params }, reply) => writings[Number(params.n)]!(reply));
}

async function listen(app: FastifyInstance): Promise<number> {
  await app.listen({ port: 0, host: "127.0.0.1" });
  return portOf(app)!;
}

describeContract({
  name: "Fastify 5",
  protocol: "HTTP/1.1",
  writings: names,
  findsTwoPolicies: "at start",
  start: async (mounted) => {
    const app = Fastify({ forceCloseConnections: true });
    await addApplication(app, mounted);
    return { port: await listen(app), close: () => app.close() };
  },
});

for (const protocol of ["HTTP/1.1", "HTTP/2"] as const) {
  describeContract({
    name: "in front of Fastify 5",
    protocol,
    writings: names,
    start: async (mounted) => {
      const app = Fastify({
        forceCloseConnections: protocol === "HTTP/1.1",
        serverFactory: (handler) => serverOf(protocol, inFront(mounted, handler)),
      });
      await addApplication(app, []);
      return { port: await listen(app), close: () => app.close() };
    },
  });
}

describeContract({
  name: "Fastify 5",
  protocol: "HTTP/2",
  writings: names,
  findsTwoPolicies: "at start",
  start: async (mounted) => {
    const app = Fastify({ http2: true, forceCloseConnections: true }) as unknown as FastifyInstance;
    await addApplication(app, mounted);
    return { port: await listen(app), close: () => app.close() };
  },
});

function portOf({ server }: FastifyInstance): number | undefined {
  return (server.address() as AddressInfo | null)?.port;
}

const admin = "https://admin.example.com";

describe("Fastify 5", () => {
  let app = Fastify();
  afterEach(async () => {
    await app.close();
    app = Fastify();
  });
  const ok = (): string => "ok";
  async function asked(request: Ask): Promise<Answer> {
    const port = portOf(app) ?? (await listen(app));
    return ask("HTTP/1.1", port, request);
  }
  async function statusOf(request: Ask): Promise<number> {
    return (await asked(request)).status;
  }
  async function originAllowed(request: Ask): Promise<string | undefined> {
    const { headerList } = await asked(request);
    return headerList.find(([name]) => name === "access-control-allow-origin")?.[1];
  }

  describe("a route with a policy of its own", () => {
    const own = { origins: [admin], methods: ["PUT"], credentials: true } as const;
    async function withRoutes(): Promise<void> {
      await app.register(cors({ origins: [allowed], methods: ["PUT", "DELETE"] }));
      app.put("/items/:id", { config: { cors: own } }, ok);
      app.delete("/items/:id", ok);
      app.patch("/items/:id", { config: { cors: false } }, ok);
    }

    test("answers its preflights by it", async () => {
      await withRoutes();
      expect(corsHeadersOf(await asked(preflight(admin, "/items/1", "PUT")))).toEqual([
        ["access-control-allow-credentials", "true"],
        ["access-control-allow-methods", "PUT"],
        ["access-control-allow-origin", admin],
      ]);
      expect(await statusOf(preflight(allowed, "/items/1", "PUT"))).toBe(403);
      expect(await originAllowed(from(admin, "/items/1", "PUT"))).toBe(admin);
      expect(await originAllowed(from(allowed, "/items/1", "PUT"))).toBeUndefined();
    });

    test("leaves the other methods of its path to theirs", async () => {
      await withRoutes();
      expect(await originAllowed(preflight(allowed, "/items/1", "DELETE"))).toBe(allowed);
      expect(await statusOf(preflight(admin, "/items/1", "DELETE"))).toBe(403);
    });

    test("that is false is for no other origin, and its preflights are not found", async () => {
      await withRoutes();
      const answer = await asked(preflight(allowed, "/items/1", "PATCH"));
      expect([answer.status, corsHeadersOf(answer)]).toEqual([404, nothing]);
      expect(corsHeadersOf(await asked(from(allowed, "/items/1", "PATCH")))).toEqual(nothing);
    });

    test("that cannot be used does not start", async () => {
      await app.register(cors({ origins: [allowed] }));
      const config = { cors: { origins: [`${allowed}/` as const] } };
      expect(() => app.put("/items", { config }, ok)).toThrow("has a trailing slash");
    });

    test("was declared too early if the policy was not awaited, and says so", async () => {
      void app.register(cors({ origins: [allowed] }));
      app.put("/items", { config: { cors: own } }, ok);
      app.put("/others", ok);
      const { status, body } = await asked(from(admin, "/items", "PUT"));
      expect([status, body]).toEqual([500, expect.stringContaining("await the registration")]);
      expect(await originAllowed(preflight(allowed, "/others", "PUT"))).toBe(allowed);
    });
  });

  describe("a scope", () => {
    test("has its policy to itself, preflights included", async () => {
      await app.register(
        async (scope) => {
          await scope.register(cors({ origins: [admin], methods: ["PUT"] }));
          scope.put("/", ok);
          scope.put("/items/:id", ok);
        },
        { prefix: "/admin" },
      );
      app.put("/items/:id", ok);
      for (const path of ["/admin", "/admin/", "/admin/items/1"]) {
        expect(await originAllowed(preflight(admin, path, "PUT"))).toBe(admin);
        expect(await originAllowed(from(admin, path, "PUT"))).toBe(admin);
      }
      expect(await statusOf(preflight(admin, "/items/1", "PUT"))).toBe(404);
      expect(corsHeadersOf(await asked(from(admin, "/items/1", "PUT")))).toEqual(nothing);
    });

    test("has its policy in place of the one around it", async () => {
      await app.register(cors({ origins: [allowed], methods: ["PUT"] }));
      await app.register(async (scope) => {
        await scope.register(cors({ origins: [admin], methods: ["PUT"] }));
        scope.put("/admin", ok);
      });
      app.put("/items", ok);
      expect(await originAllowed(preflight(admin, "/admin", "PUT"))).toBe(admin);
      expect(await statusOf(preflight(allowed, "/admin", "PUT"))).toBe(403);
      expect(await originAllowed(preflight(allowed, "/items", "PUT"))).toBe(allowed);
    });

    test("inherits the policy around it", async () => {
      await app.register(cors({ origins: [allowed], methods: ["PUT"] }));
      await app.register(async (scope) => void scope.put("/items", ok), { prefix: "/inner" });
      expect(await originAllowed(preflight(allowed, "/inner/items", "PUT"))).toBe(allowed);
    });

    test("does not mind a scope beside it with another policy, for the same path", async () => {
      await app.register(async (scope) => {
        await scope.register(cors({ origins: [allowed], methods: ["PUT"] }));
        scope.put("/items", ok);
      });
      await app.register(async (scope) => {
        await scope.register(cors({ origins: [admin], methods: ["DELETE"] }));
        scope.delete("/items", ok);
      });
      expect(await originAllowed(preflight(allowed, "/items", "PUT"))).toBe(allowed);
      expect(await originAllowed(preflight(admin, "/items", "DELETE"))).toBe(admin);
      expect(await statusOf(preflight(admin, "/items", "PUT"))).toBe(403);
    });

    test("whose policy was not awaited says so", async () => {
      await app.register((scope, _options, done) => {
        void scope.register(cors({ origins: [admin] }));
        scope.get("/items", ok);
        done();
      });
      const { status, body } = await asked(from(admin, "/items"));
      expect([status, body]).toEqual([500, expect.stringContaining("await the registration")]);
    });
  });

  test("an OPTIONS route of the application beside others gets all that is no preflight", async () => {
    await app.register(cors({ origins: [allowed], methods: ["PUT"] }));
    app.put("/items", ok);
    app.options("/items", () => "options");
    expect((await asked(from(allowed, "/items", "OPTIONS"))).body).toBe("options");
    expect(await statusOf(preflight(allowed, "/items", "PUT"))).toBe(204);
  });

  test("a policy of other middleware decides, if it came first, and two are an error", async () => {
    const first = nodeCors({ origins: [allowed] });
    app.addHook("onRequest", (request, reply, done) => first(request.raw, reply.raw, done));
    await app.register(cors({ origins: "*" }));
    app.get("/items", ok);
    const answer = await asked(from(allowed, "/items"));
    expect([answer.status, corsHeadersOf(answer)]).toEqual([500, [["access-control-allow-origin", allowed]]]);
  });

  test("preflights run the hooks before the policy, and no handler", async () => {
    const seen: string[] = [];
    app.addHook("onRequest", async ({ method }) => void seen.push(method));
    await app.register(cors({ origins: [allowed], methods: ["PUT"] }));
    app.put("/items", () => seen.push("handler"));
    await asked(preflight(allowed, "/items", "PUT"));
    expect(seen).toEqual(["OPTIONS"]);
  });

  test("policies by path go by the path that the client asked for, wherever rewriteUrl leads", async () => {
    app = Fastify({ rewriteUrl: ({ url = "" }) => url.replace("/v1", "") });
    await app.register(cors(corsRoutes([["/v1/items", { origins: [allowed], methods: ["PUT"] }]])));
    app.put("/items", ok);
    expect(await originAllowed(from(allowed, "/v1/items", "PUT"))).toBe(allowed);
    expect(await statusOf(preflight(allowed, "/v1/items", "PUT"))).toBe(204);
    expect(await originAllowed(from(allowed, "/items", "PUT"))).toBeUndefined();
  });

  test("is the same for requests that are injected", async () => {
    await app.register(cors({ origins: [allowed] }));
    app.get("/items", ok);
    const { headers } = await app.inject({ url: "/items", headers: { origin: allowed } });
    expect([headers["access-control-allow-origin"], headers["vary"]]).toEqual([allowed, "Origin"]);
  });
});
