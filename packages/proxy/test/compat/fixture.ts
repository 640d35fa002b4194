// What cors-anywhere's tests ask for, from real servers: their own setup.js has it from mocks, which Node's newer versions and
// other clients than http.request do not meet.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { createServer as createNetServer } from "node:net";
import type { Socket } from "node:net";
import process from "node:process";

type Respond = (response: ServerResponse, request: IncomingMessage) => void;

function send(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Respond {
  return (response) => {
    // The suite wants `x-final-url` right behind the last of these.
    response.sendDate = false;
    response.writeHead(status, { "content-length": Buffer.byteLength(text), ...headers }).end(text);
  };
}

const routes: Readonly<Record<string, Respond>> = {
  "POST http://example.com/echopost": (response, request) => void request.pipe(response),
  "GET http://example.com/setcookie": send(200, "", { "Set-Cookie": "x", "Set-Cookie2": "y", "Set-Cookie3": "z" }),
  "GET http://example.com/redirecttarget": send(200, "redirect target", { "Some-header": "value" }),
  "HEAD http://example.com/redirecttarget": send(200, "redirect target", { "Some-header": "value" }),
  "HEAD http://example.com/redirect": send(302, "", { Location: "/redirecttarget" }),
  "GET http://example.com/redirect": send(302, "redirecting...", {
    "header-at-redirect": "should not be here",
    Location: "/redirecttarget",
  }),
  "GET http://example.com/redirectposttarget": send(200, "post target"),
  "POST http://example.com/redirectposttarget": send(200, "post target (POST)"),
  "POST http://example.com/redirectpost": send(302, "redirecting...", { Location: "/redirectposttarget" }),
  "POST http://example.com/redirect307": send(307, "redirecting...", { Location: "/redirectposttarget" }),
  "GET http://example.com/redirect2redirect": send(302, "redirecting to redirect...", { Location: "/redirect" }),
  "GET http://example.com/redirectloop": send(302, "redirecting ad infinitum...", { Location: "/redirectloop" }),
  "GET http://example.com/redirectwithoutlocation": send(302, "maybe found"),
  "GET http://example.com/redirectinvalidlocation": send(302, "redirecting to junk...", { Location: "http:///" }),
  "GET http://example.com/proxyerror": (response) => void response.destroy(),
  "GET http://example.com/": send(200, "Response from example.com"),
  "GET https://example.com/": send(200, "Response from https://example.com"),
  "GET http://example.com.com/": send(200, "Response from example.com.com"),
  "GET http://example.com:1234/": send(200, "Response from example.com:1234"),
  "GET http://prefix.example.com/": send(200, "Response from prefix.example.com"),
  "GET http://robots.txt/": send(200, "this is http://robots.txt"),
};

/** Those that depend on the platform, as setup.js has them. */
const notEchoed = ["accept-encoding", "user-agent", "connection", "x-forwarded-for", "test-include-xfwd"];

function echoHeaders(response: ServerResponse, { headers }: IncomingMessage): void {
  const left = "test-include-xfwd" in headers ? notEchoed : [...notEchoed, "x-forwarded-port", "x-forwarded-proto"];
  const kept = Object.entries(headers).filter(([name]) => !left.includes(name));
  send(200, JSON.stringify(Object.fromEntries(kept)))(response, {} as IncomingMessage);
}

function listener(scheme: string): RequestListener {
  return (request, response) => {
    const host = request.headers.host?.replace(scheme === "http" ? /:80$/ : /:443$/, "");
    if (request.url === "/echoheaders") echoHeaders(response, request);
    else
      (routes[`${request.method} ${scheme}://${host}${request.url}`] ?? send(501, "No such route"))(response, request);
  };
}

const certificate = readFileSync(process.env["PEER_CERTIFICATE"]!);
const plain = createServer(listener("http"));
const secure = createSecureServer(
  { cert: certificate, key: readFileSync(process.env["PEER_KEY"]!) },
  listener("https"),
);

/** One port for both: what begins with 0x16 is TLS. */
function talk(socket: Socket): void {
  socket.on("error", () => {});
  socket.once("data", (first) => {
    socket.pause();
    socket.unshift(first);
    (first[0] === 0x16 ? secure : plain).emit("connection", socket);
    process.nextTick(() => socket.resume());
  });
}

for (const port of [80, 443, 1234, 1337]) createNetServer(talk).listen(port, "127.0.0.1").unref();
