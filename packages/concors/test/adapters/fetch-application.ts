import { fetchWritings } from "./application.ts";

/** The application as one function; `upstream` is the URL of another server. */
export function answer(method: string, path: string, upstream: string): Response | Promise<Response> {
  const [, writing] = /^\/write\/(\d+)$/.exec(path) ?? [];
  if (writing !== undefined) return Object.values(fetchWritings)[Number(writing)]!(upstream);
  switch (path) {
    case "/stream":
      return new Response(pieces());
    case "/events":
      return new Response(new ReadableStream({}));
    case "/not-modified":
      return new Response(null, { status: 304 });
    case "/hello":
      if (method === "PUT") return new Response("saved");
      return new Response(method === "OPTIONS" ? "options" : "hello");
    default:
      return new Response("not found", { status: 404 });
  }
}

function pieces(): ReadableStream<Uint8Array> {
  const text = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      controller.enqueue(text.encode("one "));
      setTimeout(() => {
        controller.enqueue(text.encode("two"));
        controller.close();
      }, 5);
    },
  });
}
