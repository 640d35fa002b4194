import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Mistake } from "./real-server.ts";

/** What an application answers at one of its paths. */
interface Behaviour {
  readonly status: number;
  /** To whatever is asked, each entry a line of its own. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Its answer to OPTIONS. */
  readonly optionsStatus: number;
}

/** The page that is to be allowed. */
export const page = "http://localhost:3000";

function behaviour(headers: Readonly<Record<string, string>>, more: Partial<Behaviour> = {}): Behaviour {
  const lines = Object.entries(headers).map(([name, value]) => [`Access-Control-${name}`, value] as const);
  return { status: 200, headers: lines, optionsStatus: 204, ...more };
}

/**
 * An application that does CORS wrong, at each path but one in another way, and goes on doing so when it is mended. At
 * `/broken` it throws, and it has nothing at `/nowhere`.
 */
export const behaviours: Readonly<Record<string, Behaviour>> = {
  "/right": behaviour({ "Allow-Origin": page }),
  "/items": behaviour({}, { optionsStatus: 200 }),
  "/unrouted": behaviour({ "Allow-Origin": page }, { optionsStatus: 404 }),
  "/private": behaviour({}, { status: 401, optionsStatus: 401 }),
  "/star": behaviour({ "Allow-Origin": "*", "Allow-Credentials": "true" }),
  "/methods": behaviour({
    "Allow-Origin": page,
    "Allow-Methods": "GET, DELETE",
    "Allow-Headers": "Content-Type, Authorization",
  }),
  "/headers": behaviour({ "Allow-Origin": page, "Allow-Methods": "PUT", "Allow-Headers": "Content-Type" }),
  "/other": behaviour({ "Allow-Origin": "http://localhost:4000" }),
  "/twice": {
    ...behaviour({ "Allow-Origin": page }),
    headers: [
      ["Access-Control-Allow-Origin", page],
      ["Access-Control-Allow-Origin", page],
    ],
  },
};

const contentType = ["-H", "Content-Type: application/json"];

export const putJson: readonly string[] = ["-X", "PUT", "-d", "{}", ...contentType, "-H", "Authorization: Bearer x"];

const withCredentials = ["--credentials", "include"];

/** What goes wrong in that application, whatever it is written in or runs behind. */
export const mistakesOfApplication: readonly Mistake[] = [
  { name: "nothing is configured", path: "/items", args: [], code: "CORS-O01" },
  { name: "nothing is configured, and a preflight comes", path: "/items", args: putJson, code: "CORS-P05" },
  { name: "OPTIONS is not routed", path: "/unrouted", args: putJson, code: "CORS-P01" },
  {
    name: "a preflight has to authenticate",
    path: "/private",
    args: [...putJson, ...withCredentials],
    code: "CORS-P02",
  },
  { name: "everyone is allowed, with credentials", path: "/star", args: withCredentials, code: "CORS-C01" },
  { name: "the method is not listed", path: "/methods", args: putJson, code: "CORS-M01" },
  { name: "a header is not listed", path: "/headers", args: putJson, code: "CORS-H01" },
  {
    name: "another origin is allowed",
    path: "/other",
    args: [],
    code: "CORS-O03",
    alsoAllowed: "http://localhost:4000",
  },
  { name: "the header is sent twice", path: "/twice", args: [], code: "CORS-O06" },
  { name: "404 has no header", path: "/nowhere", args: [], code: "CORS-O02" },
  { name: "500 has no header", path: "/broken", args: [], code: "CORS-O02" },
];

/** The application behind a server. */
async function startApplication(): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> {
  // Longer than all tests take: a server in front must not use a connection again that ends at this very moment.
  const server = createServer({ keepAliveTimeout: 600_000 }, ({ method, url }, response) => {
    const { headers, optionsStatus, status } = behaviours[url ?? ""] ?? {
      headers: [],
      optionsStatus: 404,
      status: url === "/broken" ? 500 : 404,
    };
    for (const [name, value] of headers) response.appendHeader(name, value);
    response.writeHead(method === "OPTIONS" ? optionsStatus : status).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** Starts a server with the application behind it, and stops both. */
export async function inFront<Running extends { readonly stop: () => Promise<void> }>(
  start: (applicationPort: number) => Promise<Running>,
): Promise<Running> {
  const application = await startApplication();
  try {
    const server = await start(application.port);
    return { ...server, stop: async () => void (await Promise.all([server.stop(), application.stop()])) };
  } catch (error) {
    await application.stop();
    throw error;
  }
}
