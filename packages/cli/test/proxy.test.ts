import { once } from "node:events";
import { createServer, get } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { checkSettings } from "../src/proxy/settings/check-settings.ts";
import { missingChromium, openChromium } from "./chromium-page.ts";
import { runMain } from "./run-main.ts";
import type { Run } from "./run-main.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const targets: Server[] = [];
afterEach(() => {
  for (const target of targets.splice(0)) {
    target.close();
    target.closeAllConnections();
  }
});

/** A server that sends no CORS headers. */
async function startTarget(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  targets.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Runs a proxy, and ends it once `use` is done. */
function whileProxyRuns(argv: readonly string[], use: (url: string) => Promise<void>): Promise<Run> {
  let stdout = "";
  let interrupts = 0;
  return runMain(["proxy", "--port", "0", ...argv], {
    write: (text) => void (stdout += text),
    interrupted: async () => {
      interrupts += 1;
      // Nobody is in a hurry.
      if (interrupts > 1) return new Promise(() => {});
      const [, url = ""] = /listens on (http:\S+\d)/.exec(stdout) ?? [];
      await use(url);
    },
  }).then((run) => ({ ...run, stdout }));
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request with just these headers, as `fetch` would not send it. */
function ask(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(url, { headers, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => (body += text));
      response
        .on("error", reject)
        .on("end", () => resolve({ status: response.statusCode, headers: response.headers, body }));
    }).on("error", reject);
  });
}

test("left alone, it serves pages of this machine, says what it does, and never reaches a private network", async () => {
  const api = await startTarget((_request, response) => response.end("mine"));
  const { status, stderr, stdout } = await whileProxyRuns([], async (url) => {
    const refused = await ask(`${url}/${api}/?token=secret`, { Origin: "http://localhost:3000" });
    expect([refused.status, refused.body]).toEqual([403, expect.stringContaining("target-address-refused")]);
    expect(refused.headers["access-control-allow-origin"]).toBe("http://localhost:3000");
    const stranger = await ask(`${url}/https://api.example.com/`, { Origin: "https://evil.example" });
    expect([stranger.status, stranger.body]).toEqual([403, expect.stringContaining("origin-refused")]);
    await ask(`${url}/https://api.example.com/`, { Origin: "https://a.example/?key=secret" });
    await ask(`${url}/https://api.example.com/`, { Origin: "capacitor://localhost" });
  });
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(
    /^The proxy listens on http:\/\/127\.0\.0\.1:\d+, for this machine only\. Ctrl\+C ends it\.$/m,
  );
  expect(stdout).toContain("may call    pages of this machine, on any port");
  expect(stdout).toContain("may fetch   any public host\n");
  expect(stdout).toContain(`GET ${api}: 403 target-address-refused`);
  expect(stdout).not.toContain("secret");
  expect(stdout).toMatch(/origin-refused, \d+ ms, for capacitor:\/\/localhost$/m);
  expect(stdout).toMatch(/Stopped\.\n$/);
});

test("a page reads what the API answers, as often as the rate allows", async () => {
  const api = await startTarget((_request, response) => response.end("items"));
  const { stdout } = await whileProxyRuns(
    ["--origin", "https://app.example.com", "--target", "127.0.0.1", "--allow-network", "127.0.0.1", "--rate", "1/60"],
    async (url) => {
      const page = { Origin: "https://app.example.com" };
      const first = await ask(`${url}/${api}/items`, page);
      expect([first.status, first.body, first.headers["access-control-allow-origin"]]).toEqual([
        200,
        "items",
        "https://app.example.com",
      ]);
      expect((await ask(`${url}/${api}/items`, page)).status).toBe(429);
    },
  );
  expect(stdout).toContain("may fetch   127.0.0.1; of private networks 127.0.0.1");
  expect(stdout).toContain("as often    1 request in 60 s for each address");
});

test("a file says it in YAML, and no key for the proxy goes to a target", async () => {
  const seen: IncomingHttpHeaders[] = [];
  const api = await startTarget(({ headers }, response) => {
    seen.push(headers);
    response.end();
  });
  await using folder = await temporaryFolder({
    "proxy.yaml": `
callers: { origins: ["https://app.example.com"], requestHeaders: [X-Api-Key] }
targets: { hosts: ["127.0.0.1"], privateNetworks: [127.0.0.1] }
rateLimit: { requests: 1, seconds: 60, by: { header: X-Api-Key, keys: [alpha, beta] } }
`,
  });
  const { stdout } = await whileProxyRuns(["--config", `${folder.path}/proxy.yaml`], async (url) => {
    const statuses: unknown[] = [];
    for (const key of ["alpha", "alpha", "beta"])
      statuses.push((await ask(`${url}/${api}/`, { Origin: "https://app.example.com", "X-Api-Key": key })).status);
    expect(statuses).toEqual([200, 429, 200]);
  });
  expect(seen.map((headers) => headers["x-api-key"])).toEqual([undefined, undefined]);
  expect(stdout).toContain("1 request in 60 s for each X-Api-Key or address");
  expect(stdout).not.toContain("alpha");
});

test("a browser gets a page that may ask this server alone, and anything else a problem", async () => {
  await whileProxyRuns([], async (url) => {
    const { status, headers, body } = await ask(`${url}/`, { Accept: "text/html,*/*;q=0.8" });
    expect([status, headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    expect(headers["content-security-policy"]).toMatch(
      /^default-src 'none'; style-src 'sha256-[^;' ]+'; script-src 'sha256-[^;' ]+'; .*connect-src 'self'; .*frame-ancestors 'none'$/,
    );
    expect(body).toContain('<button id="button">Fetch it</button>');
    expect(body).not.toMatch(/(?:src|href)="(?!data:)/);
    const problem = await ask(`${url}/`, { Accept: "*/*", Origin: "http://localhost" });
    expect([problem.status, problem.body]).toEqual([400, expect.stringContaining("target-missing")]);
  });
  await whileProxyRuns(["--origin", "https://app.example.com"], async (url) => {
    expect((await ask(`${url}/`, { Accept: "text/html" })).body).toContain("It cannot be tried from here");
  });
});

if (missingChromium !== null)
  console.warn(`The help page is tried in no browser, since Chromium is not installed: ${missingChromium}`);

test.skipIf(missingChromium !== null)(
  "in a browser, the help page fetches what it is told, and says why not",
  async () => {
    const seen: unknown[] = [];
    const api = await startTarget(({ method, url }, response) => {
      seen.push([method, url]);
      response.setHeader("Content-Type", "text/plain").end("<b>not a page</b>");
    });
    await whileProxyRuns(["--allow-network", "127.0.0.1"], async (url) => {
      await using page = await openChromium(`${url}/`);
      const tell = async (target: string, method: string): Promise<unknown> =>
        page.evaluate(`(async () => {
        const [target, method, button, outcome, body, code] =
          ["target", "method", "button", "outcome", "body", "code"].map((id) => document.getElementById(id));
        target.value = ${JSON.stringify(target)};
        method.value = ${JSON.stringify(method)};
        method.dispatchEvent(new Event("input", { bubbles: true }));
        button.click();
        while (button.disabled) await new Promise((resolve) => setTimeout(resolve, 10));
        return [outcome.className, outcome.textContent.replace(/\\d+ ms/, "0 ms"), body.hidden ? null : body.textContent, code.textContent];
      })()`);
      expect(await tell(`${api}/a b?c=d&e`, "GET")).toEqual([
        "good",
        "200 · OK · text/plain · 17 characters · 0 ms",
        "<b>not a page</b>",
        `fetch("${url}/${api}/a%20b?c=d&e")`,
      ]);
      expect(await tell(`${api}/`, "PUT")).toEqual([
        "good",
        expect.any(String),
        "<b>not a page</b>",
        `fetch("${url}/${api}/", { method: "PUT" })`,
      ]);
      expect(await tell("http://10.0.0.1/", "GET")).toEqual([
        "bad",
        "Refused by this proxy (403): The target is on a private or reserved network, which is not fetched from here.",
        null,
        `fetch("${url}/http://10.0.0.1/")`,
      ]);
      // Its style is at work, and fits a telephone.
      expect(
        await page.evaluate("[getComputedStyle(document.body).maxWidth, document.body.scrollWidth <= innerWidth]"),
      ).toEqual(["736px", true]);
    });
    expect(seen).toEqual([
      ["GET", "/a%20b?c=d&e"],
      ["PUT", "/"],
    ]);
  },
);

test("the help page may read, though a browser leaves its origin out; a page that took over its name may not", async () => {
  const api = await startTarget((_request, response) => response.end("ok"));
  await whileProxyRuns(["--allow-network", "127.0.0.1"], async (url) => {
    const askFor = async (headers: Readonly<Record<string, string>>): Promise<unknown> => {
      const { status, body } = await ask(`${url}/${api}/`, headers);
      return status === 200 ? body : (JSON.parse(body) as { readonly code: string }).code;
    };
    expect(await askFor({ "Sec-Fetch-Site": "same-origin" })).toBe("ok");
    expect(await askFor({ "Sec-Fetch-Site": "cross-site" })).toBe("origin-missing");
    expect(await askFor({})).toBe("origin-missing");
    expect(await askFor({ "Sec-Fetch-Site": "same-origin", Host: "rebound.example:8080" })).toBe("origin-missing");
  });
});

test("what is under way ends before it does", async () => {
  const api = await startTarget((_request, response) => {
    response.write("first, ");
    setTimeout(() => response.end("last"), 300);
  });
  let answer: Promise<Answer> | undefined;
  const { status, stdout } = await whileProxyRuns(["--allow-network", "127.0.0.1"], async (url) => {
    answer = ask(`${url}/${api}/`, { Origin: "http://localhost" });
    await new Promise((resolve) => setTimeout(resolve, 100));
  });
  expect((await answer)?.body).toBe("first, last");
  expect(status).toBe(0);
  expect(stdout).toContain("Stopping: 1 under way may end, for 10 seconds. Ctrl+C again breaks off.\n");
});

test("it opens WebSockets if that is said, and ends them when it is ended a second time", async () => {
  const key = "dGhlIHNhbXBsZSBub25jZQ==";
  // That of the key, in RFC 6455.
  const accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
  const feed = createServer();
  feed.on("upgrade", (_request, socket) => {
    const agreed = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n`;
    socket.on("error", () => {}).write(`${agreed}Sec-WebSocket-Accept: ${accept}\r\n\r\n`);
  });
  targets.push(feed);
  await new Promise<void>((resolve) => feed.listen(0, "127.0.0.1", resolve));
  const origin = `127.0.0.1:${(feed.address() as AddressInfo).port}`;
  let stdout = "";
  let interrupts = 0;
  let closed: Promise<unknown> = Promise.resolve();
  const argv = ["proxy", "--port", "0", "--web-sockets", "--allow-network", "127.0.0.1"];
  const { status } = await runMain(argv, {
    write: (text) => void (stdout += text),
    async interrupted() {
      interrupts += 1;
      if (interrupts > 1) return;
      const [, url = ""] = /listens on (http:\S+\d)/.exec(stdout) ?? [];
      const headers = {
        Origin: "http://localhost:3000",
        Connection: "Upgrade",
        Upgrade: "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": key,
      };
      const [response, socket] = (await once(get(`${url}/ws://${origin}/`, { headers }), "upgrade")) as [
        IncomingMessage,
        Socket,
      ];
      expect(response.headers["sec-websocket-accept"]).toBe(accept);
      closed = once(socket.on("error", () => {}).resume(), "close");
    },
  });
  await closed;
  expect([status, stdout]).toEqual([0, expect.stringMatching(/Stopping: 1 under way [^]*Stopped\.\n$/)]);
});

test("whoever asks for another protocol than WebSockets sees the page that says what this is", async () => {
  let stdout = "";
  let page = "";
  await runMain(["proxy", "--port", "0", "--web-sockets"], {
    write: (text) => void (stdout += text),
    async interrupted() {
      if (page !== "") return;
      const [, url = ""] = /listens on (http:\S+\d)/.exec(stdout) ?? [];
      const headers = { Accept: "text/html", Connection: "Upgrade", Upgrade: "h2c" };
      const [response] = (await once(get(`${url}/`, { headers }), "response")) as [IncomingMessage];
      for await (const part of response) page += String(part);
    },
  });
  expect(page).toContain("<!doctype html>");
});

test("ended a second time, it waits for nothing", async () => {
  const api = await startTarget((_request, response) => void response.write("first, "));
  let stdout = "";
  let asked: Promise<unknown> | undefined;
  const begun = performance.now();
  const { status } = await runMain(["proxy", "--port", "0", "--allow-network", "127.0.0.1"], {
    write: (text) => void (stdout += text),
    interrupted: async () => {
      const [, url = ""] = /listens on (http:\S+\d)/.exec(stdout) ?? [];
      asked ??= ask(`${url}/${api}/`, { Origin: "http://localhost" }).catch((error: unknown) => error);
      await new Promise((resolve) => setTimeout(resolve, 100));
    },
  });
  expect(await asked).toBeInstanceOf(Error);
  expect([status, performance.now() - begun < 5000]).toEqual([0, true]);
});

interface Mistake {
  readonly name: string;
  readonly argv: readonly string[];
  readonly want: string;
}

const others = "concors: Others can reach 0.0.0.0, so say";
const whose = `${others} whose pages may call, with --origin https://app.example.com, or --open for all.\n`;
const what = `${others} what they may fetch, with --target api.example.com, or --open for all that is public.\n`;
const origin = ["--origin", "https://a.test"];

const mistakes: readonly Mistake[] = [
  { name: "beyond this machine, for nobody in particular", argv: ["--host", "0.0.0.0"], want: whose + what },
  { name: "beyond this machine, to any target", argv: ["--host", "0.0.0.0", ...origin], want: what },
  {
    name: "beyond this machine, to any target by name",
    argv: ["--host", "0.0.0.0", ...origin, "--target", "*"],
    want: what,
  },
  { name: "beyond this machine, for all", argv: ["--host", "0.0.0.0", "--target", "a.test"], want: whose },
  {
    name: "a rate that is none",
    argv: ["--rate", "5"],
    want: 'concors: --rate: rateLimit "5" is no rate: 100/60 is, or { requests: 100, seconds: 60 }.\n',
  },
  {
    name: "a cache of no size",
    argv: ["--cache", "64MB"],
    want: 'concors: --cache: cache "64MB" is no number of megabytes: 64, for example.\n',
  },
  {
    name: "nobody to trust",
    argv: ["--trust-proxy", "loopback,10.0.0.0/8"],
    want: 'concors: --trust-proxy: trustProxy.0 "loopback" is no network: an address, or an address, a slash and the length of its prefix.\n',
  },
  {
    name: "an address of another machine",
    argv: ["--open", "--host", "192.0.2.77"],
    want: "concors: 192.0.2.77 is no address of this machine: say one with --host, or leave it out.\n",
  },
  { name: "no file", argv: ["--config", "none.yaml"], want: "concors: none.yaml: there is no such file.\n" },
  {
    name: "everything at once",
    argv: ["--port", "x", "--origin", "https://a.test/", "--target", "API.example", "--rate", "0/5"],
    want: [
      '--port: port "x" is no port: a whole number from 0 to 65535.',
      "--rate: rateLimit.requests 0 is not how a rate is said: a whole number from 1 to 1000000.",
      '--origin: callers.origins.0 "https://a.test/" has a trailing slash; an origin has no path: "https://a.test".',
      '--target: targets.hosts.0 "API.example" is not how hosts are compared; write api.example.',
    ]
      .map((message) => `concors: ${message}\n`)
      .join(""),
  },
];

test.each(mistakes)("refused: $name", async ({ argv, want }) => {
  const { status, stderr, stdout } = await runMain(["proxy", ...argv]);
  expect([status, stdout, stderr]).toEqual([2, "", want]);
});

test("a port that is taken is said to be", async () => {
  const port = new URL(await startTarget(() => {})).port;
  const { status, stderr } = await runMain(["proxy", "--port", port]);
  expect([status, stderr]).toEqual([
    2,
    `concors: Something listens on port ${port} of 127.0.0.1 already: say another with --port.\n`,
  ]);
});

test.each([
  ["a file that is neither", "callers:\n\torigins: 1", /is neither JSON nor YAML: Tabs are not allowed.*\.\n$/],
  ["an empty file", "", /There are no settings in it: callers, targets/],
  ["a list", "[1]", /There are no settings in it/],
  ["what only code can say", "limit: 1", /limit is not a key that is known here: it takes a function\.\n$/],
  ["a key that is not known", "target: { hosts: [a.test] }", /target .* did you mean targets\?/],
])("refused: %s", async (_name, text, want) => {
  await using folder = await temporaryFolder({ "proxy.yaml": text });
  const { status, stderr } = await runMain(["proxy", "--config", `${folder.path}/proxy.yaml`]);
  expect([status, stderr.split("\n").length, stderr]).toEqual([2, 2, expect.stringMatching(want)]);
});

test.each([
  ["127.0.0.1", true],
  ["127.9.9.9", true],
  ["::1", true],
  ["localhost", true],
  ["0.0.0.0", false],
  ["::", false],
  ["192.168.0.1", false],
  ["::ffff:192.168.0.1", false],
  ["example.com", false],
])("without a word about who may call, %s may be listened on: %s", (host, want) => {
  expect(checkSettings({ host }).ok).toBe(want);
});

test.each([
  ["on this machine", {}, 600],
  [
    "for some, and some targets",
    { host: "0.0.0.0", callers: { origins: ["https://a.test"] }, targets: { hosts: ["b.test"] } },
    600,
  ],
  ["for everybody", { host: "0.0.0.0", open: true }, 60],
])("%s, a proxy counts what each address sends, unless somebody says otherwise", (_where, settings, requests) => {
  const rateOf = (value: object): unknown => {
    const checked = checkSettings({ ...settings, ...value });
    return checked.ok ? checked.settings.rateLimit : checked.problems;
  };
  expect(rateOf({})).toEqual({ requests, seconds: 60 });
  expect(rateOf({ rateLimit: { requests: 5, seconds: 1 } })).toEqual({ requests: 5, seconds: 1 });
  expect(rateOf({ rateLimit: null })).toBeNull();
});
