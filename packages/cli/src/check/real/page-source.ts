import type { CheckInput } from "../check-input.ts";

/** Where the page of a real browser reports to. */
export const resultPath = "/concors-result";

/** What a page saw. */
export interface PageResult {
  readonly ok: boolean;
  readonly status: number | null;
  readonly error: string | null;
  readonly version: string;
}

/** The page that asks as the input says, and reports what it saw. */
export function pageSource(input: CheckInput): string {
  const script = `(${inPage})(${scriptSafe(taskOf(input))})`;
  if (!input.page.sandboxed) return html(`<script nonce="concors">${script}.then(${report})</script>`);
  const frame = html(`<script nonce="concors">${script}.then((result) => parent.postMessage(result, "*"))</script>`);
  const source = frame.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return html(
    `<script nonce="concors">addEventListener("message", ({ data }) => (${report})(data))</script><iframe sandbox="allow-scripts" srcdoc="${source}"></iframe>`,
  );
}

/** By a navigation, which no policy of the page is about. */
const report = `(result) => { location.replace(${JSON.stringify(resultPath)} + "?" + encodeURIComponent(JSON.stringify(result))); }`;

function html(body: string): string {
  return `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><body>${body}`;
}

interface Task {
  readonly destination: string;
  readonly url: string;
  readonly init: object;
  readonly crossOrigin: string | null;
}

function taskOf(input: CheckInput): Task {
  const { body, credentials, destination, headers, keepalive, method, mode, redirect, url } = input;
  return {
    destination,
    url: url.href,
    init: { method, headers, mode, credentials, redirect, keepalive, ...(body === null ? {} : { body }) },
    crossOrigin: mode === "no-cors" ? null : credentials === "include" ? "use-credentials" : "anonymous",
  };
}

/** JSON that ends no script. */
function scriptSafe(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", String.raw`\u003c`);
}

/** What a page does, as the text that a browser gets. */
const inPage = `async ({ crossOrigin, destination, init, url }) => {
  const element = (name, attributes) =>
    new Promise((resolve, reject) => {
      const made = Object.assign(document.createElement(name), attributes);
      if (crossOrigin !== null) made.crossOrigin = crossOrigin;
      made.onload = () => resolve(made);
      made.onerror = () => reject(new Error("The " + name + " did not load."));
      made[name === "link" ? "href" : "src"] = url;
      document.body.append(made);
    });
  const ask = {
    beacon: async () => { if (!navigator.sendBeacon(url, init.body)) throw new Error("sendBeacon says false."); return null; },
    canvas: async () => {
      const image = await element("img", {});
      const context = document.createElement("canvas").getContext("2d");
      context.drawImage(image, 0, 0);
      context.getImageData(0, 0, 1, 1);
      return null;
    },
    eventsource: () => new Promise((resolve, reject) => {
      const source = new EventSource(url, { withCredentials: init.credentials === "include" });
      source.onopen = () => { source.close(); resolve(null); };
      source.onerror = () => { source.close(); reject(new Error("The EventSource did not open.")); };
    }),
    fetch: async () => {
      const response = await fetch(url, init);
      if (response.type !== "opaque" && response.type !== "opaqueredirect") await response.text();
      return response.status;
    },
    font: async () => { await new FontFace("concors", "url(" + JSON.stringify(url) + ")").load(); return null; },
    img: async () => { await element("img", {}); return null; },
    module: async () => { await element("script", { type: "module" }); return null; },
    script: async () => { await element("script", {}); return null; },
    style: async () => { await element("link", { rel: "stylesheet" }); return null; },
    worker: () => new Promise((resolve, reject) => {
      const worker = new Worker(url);
      worker.onerror = () => reject(new Error("The worker did not load."));
      // What runs says nothing of its own.
      setTimeout(() => { worker.terminate(); resolve(null); }, 1000);
    }),
    xhr: () => new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(init.method, url);
      request.withCredentials = init.credentials === "include";
      for (const [name, value] of init.headers) request.setRequestHeader(name, value);
      request.onload = () => resolve(request.status);
      request.onerror = () => reject(new Error("The XMLHttpRequest failed."));
      request.send(init.body);
    }),
  };
  const version = navigator.userAgent;
  try {
    return { ok: true, status: await ask[destination](), error: null, version };
  } catch (error) {
    return { ok: false, status: null, error: String(error), version };
  }
}`;
