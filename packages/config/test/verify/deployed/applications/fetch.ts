import type { Rig } from "../../../../src/verify/index.ts";
import { startWorker } from "../../../../src/verify/rigs/fetch.ts";
import { missingWorkerd, workerd } from "../../rigs/workerd.ts";

/** A Worker that does by itself what frameworks bring. */
export const fetchApplication: Rig = {
  target: "fetch",
  facts: { front: "none" },
  lacks: [],
  missing: missingWorkerd,
  start: (input) => startWorker(input, worker, workerd),
};

const worker = `
import { withCors } from "./cors.js";

const file = "0123456789";
let asked = 0;

const serveFile = (headers) => {
  if (headers.has("If-Modified-Since")) return new Response(null, { status: 304 });
  const range = /^bytes=([0-9]+)-([0-9]*)$/.exec(headers.get("Range") ?? "");
  if (range === null) return new Response(file);
  const [, first, last = ""] = range;
  if (Number(first) > 9) return new Response(null, { status: 416, headers: { "Content-Range": "bytes */10" } });
  const end = last === "" ? 9 : Number(last);
  const part = { "Content-Range": "bytes " + first + "-" + end + "/10" };
  return new Response(file.slice(Number(first), end + 1), { status: 206, headers: part });
};

const askForPassword = (headers) =>
  headers.get("Authorization") === "Basic " + btoa("somebody:secret")
    ? new Response("here")
    : new Response(null, { status: 401, headers: { "WWW-Authenticate": 'Basic realm="site"' } });

const paths = {
  "/files/a.txt": ({ headers }) => serveFile(headers),
  "/upload": async (request) => new Response(null, { status: (await request.text()).length > 500 ? 413 : 200 }),
  "/few": () => new Response(null, { status: asked++ > 0 ? 429 : 200 }),
  "/crash": () => {
    throw new Error("nobody catches it");
  },
  "/secret": ({ headers }) => askForPassword(headers),
  "/large": () =>
    new Response("a".repeat(4000), { headers: { "Content-Encoding": "gzip", Vary: "Accept-Encoding" } }),
  "/parts": ({ method }) =>
    method === "GET" ? new Response(new Blob(["a", "b"]).stream()) : new Response(null, { status: 405 }),
  "/moved": ({ url }) => Response.redirect(new URL("/few", url), 302),
  "/own": () =>
    new Response("own", { headers: { "Access-Control-Allow-Origin": "*", "Access-Control-Max-Age": "1", Vary: "Accept" } }),
  "/file-of-server": () => new Response(null, { headers: { "X-Accel-Redirect": "/front/a.txt" } }),
  "/cached": ({ headers }) => {
    const kept = { "Cache-Control": "public, max-age=60", ETag: '"v1"', Vary: "Accept-Encoding" };
    return headers.get("If-None-Match") === '"v1"'
      ? new Response(null, { status: 304, headers: kept })
      : new Response("kept", { headers: kept });
  },
};

export default {
  fetch: withCors((request) => {
    const answer = paths[new URL(request.url).pathname];
    return answer === undefined ? new Response(null, { status: 404 }) : answer(request);
  }),
};
`;
