import { profiles } from "@concors/browser/engine";
import { describe, expect, test } from "vitest";
import { causeCodes, describeCause, explain, readConsole } from "../../src/index.ts";
import type { CauseCode, ConsoleReading } from "../../src/index.ts";
import type { BrowserName, RecordedCase } from "./recorded.ts";
import { browserNames, cases, extras, factsOf, more, playRecorded, seenLine } from "./recorded.ts";

/** Each text that is there of these requests, and the cause behind it. */
function textsOf(rows: readonly RecordedCase[]): readonly RecordedText[] {
  return browserNames.flatMap((engine) =>
    rows
      .filter((row) => row[engine].console.length > 0)
      .map((row) => ({ id: row.id, engine, row, text: textOf(row, engine), code: causeOf(row, engine) })),
  );
}

interface RecordedText {
  readonly id: string;
  readonly engine: BrowserName;
  readonly row: RecordedCase;
  readonly text: string;
  readonly code: CauseCode;
}

const recorded = textsOf(cases);

function textOf(row: RecordedCase, engine: BrowserName): string {
  return row[engine].console.map(seenLine).join("\n");
}

function causeOf(row: RecordedCase, engine: BrowserName): CauseCode {
  const { cause } = explain(playRecorded(row, profiles[engine]), { facts: factsOf(row) });
  return cause!.code;
}

function codesOf(reading: ConsoleReading | null): CauseCode[] {
  return reading?.causes.map(({ code }) => code) ?? [];
}

/** What happens to a text on its way from a console to us. */
const mishaps: Readonly<Record<string, (text: string) => string>> = {
  "as it is": (text) => text,
  "with straight quotes": (text) => text.replace(/[‘’“”]/g, "'"),
  "with bent quotes": (text) => text.replace(/'([^']*)'/g, "‘$1’").replace(/"([^"]*)"/g, "“$1”"),
  wrapped: (text) => text.replace(/(.{50,78}) /g, "$1\n    "),
  "quoted in a mail": (text) => text.replace(/^/gm, "> "),
  "with DevTools's places": (text) =>
    text
      .split("\n")
      .map((line) => `app.js:12 ${line}`)
      .join("\n"),
  "with DevTools's files": (text) =>
    text
      .split("\n")
      .map((line) => `[Error] ${line} (index.html, line 0)`)
      .join("\n"),
  "in the middle of a log": (text) => `Navigated to http://x.example/\n${text}\nUncaught (in promise)`,
  "its beginning lost": (text) => (text.indexOf("\n") < 80 ? text : text.slice(25)),
  "its first line only, its end lost": (text) => text.split("\n")[0]!.replace(/(?<=.{80}).{4}$/, ""),
  "escaped as JSON": (text) => JSON.stringify(text),
};

describe.each(Object.keys(mishaps))("a recorded text, %s, finds its cause", (mishap) => {
  test.each(browserNames)("of %s", (engine) => {
    const missed = recorded
      .filter((row) => row.engine === engine)
      .filter(({ code, text }) => !codesOf(readConsole(mishaps[mishap]!(text))).includes(code))
      .map(({ code, id, text }) => ({ id, code, read: codesOf(readConsole(mishaps[mishap]!(text))) }));
    expect(missed).toEqual([]);
  });
});

test("each text of the other recorded requests finds its cause too, as it is", () => {
  const missed = textsOf(more).filter(({ code, text }) => !codesOf(readConsole(text)).includes(code));
  expect(missed.map(({ code, engine, id }) => ({ id, engine, code }))).toEqual([]);
});

describe.each(browserNames)("a recorded text of %s tells", (engine) => {
  const rows = recorded.filter((row) => row.engine === engine);

  test("whose words it is, if nobody else has the same", () => {
    const others = rows.filter(({ text }) => ![engine, null].includes(readConsole(text)!.engine));
    expect(others.map(({ id }) => id)).toEqual([]);
  });

  test("the URL that the page asked for, wherever it is in it", () => {
    const wrong = rows
      .filter(({ row, text }) => text.includes(row.client.url))
      .map(({ id, row, text }) => ({ id, read: readConsole(text)!.url, url: row.client.url }))
      .filter(({ read, url }) => read !== url);
    expect(wrong).toEqual([]);
  });

  test("the page's origin", () => {
    const named = rows.filter(({ text }) => /from origin|Origin \S+ is not allowed/.test(text));
    const wrong = named.filter(({ text }) => {
      const origin = /origin '?null/i.test(text) ? "null" : "http://127.0.0.1:4100";
      return readConsole(text)!.origin !== origin;
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});

test("the words that are given for a cause find it", () => {
  const lost = causeCodes.flatMap((code) => {
    const { console: words } = describeCause(code);
    return browserNames
      .filter((engine) => words[engine] !== null && !codesOf(readConsole(words[engine])).includes(code))
      .map((engine) => `${code} ${engine}: ${words[engine]!}`);
  });
  expect(lost).toEqual([]);
});

test("nothing is known of what no browser says", () => {
  for (const text of ["", "hello", "ReferenceError: items is not defined", "https://api.example.com/items 404"])
    expect(readConsole(text)).toBeNull();
});

const url = "https://api.example.com/items";
const origin = "https://app.example.com";

/** Words of older browsers, parts of sentences, and what people make of them. */
const pasted: readonly {
  readonly name: string;
  readonly text: string;
  readonly want: Partial<ConsoleReading>;
  readonly code: CauseCode | null;
}[] = [
  {
    name: "Chrome of 2019 gave bad advice",
    text: `Access to fetch at '${url}' from origin '${origin}' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource. If an opaque response serves your needs, set the request's mode to 'no-cors' to fetch the resource with CORS disabled.`,
    want: { engine: "chromium", url, origin, isPreflight: false },
    code: "CORS-O01",
  },
  {
    name: "Chrome of 2017 told the status",
    text: `XMLHttpRequest cannot load ${url}. Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource. Origin '${origin}' is therefore not allowed access. The response had HTTP status code 502.`,
    want: { engine: "chromium", url, origin, status: 502, isPreflight: true },
    code: "CORS-P03",
  },
  {
    name: "Chrome of 2018 began with the URL",
    text: `Failed to load ${url}: The 'Access-Control-Allow-Origin' header has a value '${origin}/' that is not equal to the supplied origin. Origin '${origin}' is therefore not allowed access. Have the server send the header with a valid value, or, if an opaque response serves your needs, set the request's mode to 'no-cors' to fetch the resource with CORS disabled.`,
    want: { engine: "chromium", url, origin },
    code: "CORS-O04",
  },
  {
    name: "an older preflight that was redirected",
    text: `XMLHttpRequest cannot load ${url}. Response for preflight is invalid (redirect)`,
    want: { url, isPreflight: true },
    code: "CORS-P07",
  },
  {
    name: "an older Firefox, its quotes lost",
    text: `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${url}. (Reason: CORS preflight channel did not succeed).`,
    want: { engine: "firefox", url, isPreflight: true },
    code: "CORS-P01",
  },
  {
    name: "an older Firefox, of a header",
    text: `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${url}. (Reason: missing token 'authorization' in CORS header 'Access-Control-Allow-Headers' from CORS preflight channel).`,
    want: { engine: "firefox", url },
    code: "CORS-H01",
  },
  {
    name: "an older Safari told no status",
    text: `[Error] Origin ${origin} is not allowed by Access-Control-Allow-Origin.\n[Error] XMLHttpRequest cannot load ${url} due to access control checks.`,
    want: { engine: "webkit", url, origin, status: null },
    code: "CORS-O01",
  },
  {
    name: "only the end of the sentence",
    text: "No 'Access-Control-Allow-Origin' header is present on the requ",
    want: { engine: "chromium", url: null, origin: null },
    code: "CORS-O01",
  },
  {
    name: "only the reason",
    text: "(Reason: CORS header ‘Access-Control-Allow-Origin’ does not match ‘http://localhost:3000’).",
    want: { engine: "firefox", url: null },
    code: "CORS-O03",
  },
  {
    name: "DevTools's request line tells the method and the status",
    text: `index.html:1 Access to fetch at '${url}' from origin '${origin}' has been blocked by CORS policy: Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource.\napp.js:12  PUT ${url} net::ERR_FAILED 404 (Not Found)`,
    want: { method: "PUT", status: 404, url },
    code: "CORS-P01",
  },
  {
    name: "a redirect to https that WebKit does not follow",
    text: `Cross-origin redirection to ${url} denied by Cross-Origin Resource Sharing policy: Origin ${origin} is not allowed by Access-Control-Allow-Origin. Status code: 301\nFetch API cannot load http://api.example.com/items due to access control checks.`,
    want: { engine: "webkit", url: "http://api.example.com/items", redirectedTo: url, status: 301 },
    code: "CORS-R02",
  },
  {
    name: "a redirect to a log-in that Chromium followed",
    text: `Access to XMLHttpRequest at 'https://login.example.com/authorize?client_id=1' (redirected from '${url}') from origin '${origin}' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
    want: { url, redirectedTo: "https://login.example.com/authorize?client_id=1" },
    code: "CORS-R04",
  },
  {
    name: "a redirect that an older Chromium checked itself",
    text: `Failed to load http://api.example.com/items: Redirect from 'http://api.example.com/items' to '${url}' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource. Origin '${origin}' is therefore not allowed access.`,
    want: { engine: "chromium", url: "http://api.example.com/items", redirectedTo: url, origin },
    code: "CORS-R02",
  },
  {
    name: "an older Chromium named the image's origin as well as the page's",
    text: `Image from origin 'https://cdn.example.com' has been blocked from loading by Cross-Origin Resource Sharing policy: No 'Access-Control-Allow-Origin' header is present on the requested resource. Origin '${origin}' is therefore not allowed access.`,
    want: { engine: "chromium", url: null, origin },
    code: "CORS-O01",
  },
  {
    name: "an address has dots in it, and one after it",
    text: `[Warning] [blocked] The page at ${origin}/ requested insecure content from http://api.example.com/items. This content was blocked and must be served over HTTPS.`,
    want: { url: "http://api.example.com/items", page: `${origin}/` },
    code: "MIX-01",
  },
  {
    name: "an address that an editor made a link of",
    text: `Access to fetch at '[${url}](${url})' from origin '<${origin}>' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
    want: { url, origin, command: `concors check ${url} --from ${origin}` },
    code: "CORS-O01",
  },
  {
    name: "what stands in the place of an address is none",
    text: "XMLHttpRequest cannot load <url>. Method PATCH is not allowed by Access-Control-Allow-Methods in preflight response.",
    want: { url: null, command: "concors check URL --from ORIGIN -X PATCH" },
    code: "CORS-M01",
  },
  {
    name: "an origin with a slash is one without, where it is asked for",
    text: `Access to fetch at '${url}' from origin '${origin}/' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
    want: { command: `concors check ${url} --from ${origin}` },
    code: "CORS-O01",
  },
  {
    name: "an app's page has an origin of its own, which curl can have",
    text: `[Error] Origin capacitor://localhost is not allowed by Access-Control-Allow-Origin. Status code: 200\n[Error] XMLHttpRequest cannot load ${url} due to access control checks.`,
    want: {
      engine: "webkit",
      url,
      origin: "capacitor://localhost",
      command: `curl -i -H 'Origin: capacitor://localhost' ${url}`,
    },
    code: "CORS-O01",
  },
  {
    name: "so has an extension's, and its preflight",
    text: `Access to fetch at '${url}' from origin 'chrome-extension://abcdefghijklmnop' has been blocked by CORS policy: Request header field X-A is not allowed by Access-Control-Allow-Headers in preflight response.`,
    want: {
      command: `curl -i -X OPTIONS -H 'Origin: chrome-extension://abcdefghijklmnop' -H 'Access-Control-Request-Method: METHOD' -H 'Access-Control-Request-Headers: x-a' ${url}`,
    },
    code: "CORS-H01",
  },
  {
    name: "what is no http cannot be checked",
    text: "Access to script at 'file:///C:/site/main.js' from origin 'null' has been blocked by CORS policy: Cross origin requests are only supported for protocol schemes: chrome, chrome-extension, data, http, https.",
    want: { url: "file:///C:/site/main.js", origin: "null", command: null },
    code: "CORS-S01",
  },
  {
    name: "a script's library says no more than the browser tells it",
    text: `AxiosError {message: 'Network Error', name: 'AxiosError', code: 'ERR_NETWORK', config: {…}, request: XMLHttpRequest, …}`,
    want: { engine: null, command: null, note: expect.stringContaining("said of every failure") as string },
    code: null,
  },
  {
    name: "Angular's error has the address",
    text: `HttpErrorResponse {headers: HttpHeaders, status: 0, statusText: "Unknown Error", ok: false, message: "Http failure response for ${url}: 0 Unknown Error"}`,
    want: { engine: null, url, status: null, command: `concors check ${url} --from ORIGIN` },
    code: null,
  },
  {
    name: "all that a script in React Native gets",
    text: "TypeError: Network request failed\n    at xhr.onerror (whatwg-fetch.js:538)",
    want: { engine: null },
    code: null,
  },
  {
    name: "quotation marks that got lost",
    text: "No Access-Control-Allow-Origin header is present on the requested resource.",
    want: { engine: "chromium", url: null },
    code: "CORS-O01",
  },
  {
    name: "a star that Markdown took",
    text: `XMLHttpRequest cannot load ${url}. A wildcard '_' cannot be used in the 'Access-Control-Allow-Origin' header when the credentials flag is true. Origin '${origin}' is therefore not allowed access.`,
    want: { url, origin },
    code: "CORS-C01",
  },
  {
    name: "Safari's own words for a name that has no address",
    text: `[Error] Failed to load resource: A server with the specified hostname could not be found.\n[Error] Fetch API cannot load ${url} due to access control checks.`,
    want: { engine: "webkit", url },
    code: "NET-01",
  },
  {
    name: "Safari's own words for a server that is not there",
    text: `[Error] Failed to load resource: Could not connect to the server. (items, line 0)\n[Error] XMLHttpRequest cannot load ${url} due to access control checks.`,
    want: { engine: "webkit", url },
    code: "NET-02",
  },
  {
    name: "Safari's own words for a connection that broke",
    text: `[Error] Failed to load resource: The network connection was lost.\n[Error] Fetch API cannot load ${url} due to access control checks.`,
    want: { engine: "webkit", url },
    code: "NET-03",
  },
  {
    name: "Safari's own words for a certificate",
    text: "[Error] Failed to load resource: The certificate for this server is invalid. You might be connecting to a server that is pretending to be “api.example.com” which could put your confidential information at risk.",
    want: { engine: "webkit" },
    code: "TLS-01",
  },
  {
    name: "Safari's own words for a page that asks http",
    text: `[blocked] The page at ${origin}/ was not allowed to run insecure content from http://api.example.com/items.`,
    want: { url: "http://api.example.com/items" },
    code: "MIX-01",
  },
  {
    name: "an answer that came, and that the page may not read",
    text: `POST ${url} net::ERR_FAILED 500 (Internal Server Error)`,
    want: { engine: "chromium", method: "POST", status: 500, url },
    code: "CORS-O02",
  },
  {
    name: "Opaque Response Blocking, when it was called CORB",
    text: "Cross-Origin Read Blocking (CORB) blocked cross-origin response https://api.example.com/items with MIME type text/html. See https://www.chromestatus.com/feature/5629709824032768 for more details.",
    want: { url },
    code: "ORB-01",
  },
  {
    name: "a canvas that is exported",
    text: "Failed to execute 'toDataURL' on 'HTMLCanvasElement': Tainted canvases may not be exported.",
    want: {},
    code: "CORS-X02",
  },
  {
    name: "HTTP/2 that breaks off",
    text: `GET ${url} net::ERR_HTTP2_PROTOCOL_ERROR 200 (OK)`,
    want: { engine: "chromium", url },
    code: "BODY-02",
  },
  {
    name: "a preflight's sentence without its end",
    text: `Access to fetch at '${url}' from origin '${origin}' has been blocked by CORS policy: Response to preflight request doesn't pass access control check`,
    want: { engine: "chromium", url, origin, isPreflight: true },
    code: "CORS-P01",
  },
  {
    name: "a font that Firefox did not get",
    text: `downloadable font: download failed (font-family: "Icons" style:normal weight:400 stretch:100 src index:1): bad URI or cross-site access not allowed source: ${url}`,
    want: { engine: "firefox", url },
    code: "CORS-O01",
  },
  {
    name: "a server's own words",
    text: "Error: Not allowed by CORS\n    at origin (/app/server.js:12:16)",
    want: { engine: null, note: expect.stringContaining("the server's words") as string },
    code: "CORS-P03",
  },
  {
    name: "a page that may not be framed is no CORS",
    text: `Refused to frame '${origin}/' because an ancestor violates the following Content Security Policy directive: "frame-ancestors 'self'".`,
    want: { note: expect.stringContaining("not CORS") as string, command: null },
    code: null,
  },
  {
    name: "a script that reaches into a frame is no CORS",
    text: `Uncaught DOMException: Blocked a frame with origin "${origin}" from accessing a cross-origin frame.`,
    want: { note: expect.stringContaining("postMessage") as string },
    code: null,
  },
  {
    name: "a page from a file, in Safari's words",
    text: "Origin null is not allowed by Access-Control-Allow-Origin.",
    want: { engine: "webkit", origin: "null" },
    code: "CORS-O09",
  },
  {
    name: "what Firefox's network panel has in the place of a status",
    text: "items\tCORS Missing Allow Origin",
    want: { engine: "firefox", url: null },
    code: "CORS-O01",
  },
  {
    name: "the page of help that Firefox links to",
    text: "https://developer.mozilla.org/docs/Web/HTTP/CORS/Errors/CORSMethodNotFound?utm_source=devtools",
    want: { engine: "firefox", url: null },
    code: "CORS-M01",
  },
  {
    name: "a redirect that failed",
    text: `GET http://api.example.com/items net::ERR_FAILED 301 (Moved Permanently)`,
    want: { engine: "chromium", status: 301 },
    code: "CORS-R02",
  },
  {
    name: "an ad blocker",
    text: `GET ${url} net::ERR_BLOCKED_BY_CLIENT`,
    want: { engine: "chromium", url, method: "GET" },
    code: "EXT-01",
  },
  {
    name: "all that a script gets",
    text: "Uncaught (in promise) TypeError: Failed to fetch",
    want: { engine: "chromium", url: null },
    code: null,
  },
  {
    name: "of several failures, the first",
    text: `Access to fetch at '${url}' from origin '${origin}' has been blocked by CORS policy: Method PUT is not allowed by Access-Control-Allow-Methods in preflight response.\nAccess to fetch at '${url}/2' from origin '${origin}' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
    want: { method: "PUT", url },
    code: "CORS-M01",
  },
  {
    name: "secrets stay behind",
    text: `Access to fetch at '${url}?token=hush' from origin '${origin}' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
    want: { url: `${url}?token=***` },
    code: "CORS-O01",
  },
];

test.each(pasted)("$name", ({ code, text, want }) => {
  const reading = readConsole(text);
  expect(reading).toMatchObject(want);
  expect(codesOf(reading)[0] ?? null).toBe(code);
});

describe("a Firefox in another language is read by the names and values that stay as they are", () => {
  const german = (reason: string): string =>
    `Quellübergreifende (Cross-Origin) Anfrage blockiert: Die Gleiche-Quelle-Regel verbietet das Lesen der externen Ressource auf ${url}. (Grund: ${reason}).`;
  const french = (reason: string): string =>
    `Blocage d’une requête multiorigine (Cross-Origin Request) : la politique « Same Origin » ne permet pas de consulter la ressource distante située sur ${url}. Raison : ${reason}.`;
  const italian = (reason: string): string =>
    `Bloccata richiesta multiorigine (cross-origin): il criterio di corrispondenza dell’origine non consente la lettura della risorsa remota da ${url}. Motivo: ${reason}.`;
  const russian = (reason: string): string =>
    `Запрос из постороннего источника заблокирован: Политика одного источника запрещает чтение удаленного ресурса на ${url}. (Причина: ${reason}).`;
  const chinese = (reason: string): string =>
    `已拦截跨源请求：同源策略禁止读取位于 ${url} 的远程资源。（原因：${reason}）。`;
  const japanese = (reason: string): string =>
    `クロスオリジン要求をブロックしました: 同一生成元ポリシーにより、${url} にあるリモートリソースの読み込みは拒否されます (理由: ${reason})。`;

  const lines: readonly (readonly [name: string, text: string, code: CauseCode, want?: Partial<ConsoleReading>])[] = [
    ["a header alone is missing", german("CORS-Kopfzeile 'Access-Control-Allow-Origin' fehlt"), "CORS-O01"],
    [
      "several are several",
      french("le recours à plusieurs en-têtes CORS « Access-Control-Allow-Origin » n’est pas autorisé"),
      "CORS-O06",
    ],
    [
      "with a value it is another",
      japanese("CORS ヘッダー ‘Access-Control-Allow-Origin’ が ‘https://b.example’ と異なる"),
      "CORS-O03",
    ],
    [
      "with a star it is of credentials",
      russian("Учётные данные не поддерживаются, если заголовок CORS «Access-Control-Allow-Origin» установлен в «*»"),
      "CORS-C01",
    ],
    ["true is expected", italian("previsto “true” in header CORS “Access-Control-Allow-Credentials”"), "CORS-C02"],
    ["a method is not found", chinese("找不到 CORS 头中的 'Access-Control-Allow-Methods'"), "CORS-M01"],
    [
      "a header is not allowed",
      french(
        "l’en-tête « x-a » n’est pas autorisé d’après l’en-tête « Access-Control-Allow-Headers » de la réponse de pré-vérification des requêtes CORS",
      ),
      "CORS-H01",
      { header: "x-a" },
    ],
    ["a token is none", german("ungültiges Token 'a b' in CORS-Kopfzeile 'Access-Control-Allow-Headers'"), "CORS-H04"],
    [
      "a preflight has a status",
      `${italian("risposta CORS preliminare (“preflight”) non riuscita")} Codice di stato: 401.`,
      "CORS-P02",
      { status: 401, isPreflight: true },
    ],
    ["a preflight is redirected", russian("Внешнее перенаправление запроса CORS не разрешено"), "CORS-P07"],
    ["the address is no http", german("CORS-Anfrage war nicht http"), "CORS-S01"],
    ["nothing but CORS is the network", `${chinese("CORS 请求未能成功")}状态码：(null)。`, "NET-02"],
    [
      "of several lines, the first",
      `${chinese("CORS 预检响应未能成功")}状态码：403。\n\n${chinese("CORS 请求未能成功")}状态码：(null)。\nTypeError: NetworkError when attempting to fetch resource.`,
      "CORS-P02",
      { status: 403 },
    ],
    [
      "a warning is about another request",
      `${french("x")
        .replace(url, "https://cdn.example.com/")
        .replace(
          / Raison.*/,
          " (motif : quand la valeur d’« Access-Control-Allow-Headers » est « * », l’en-tête « Authorization » n’est pas traité).",
        )}\n${french("l’en-tête CORS « Access-Control-Allow-Origin » est manquant")}`,
      "CORS-O01",
    ],
  ];

  test.each(lines.map(([name, text, code, want = {}]) => ({ name, text, code, want })))(
    "$name",
    ({ code, text, want }) => {
      for (const mishap of ["as it is", "wrapped", "with DevTools's places", "in the middle of a log"]) {
        const reading = readConsole(mishaps[mishap]!(text));
        expect(reading).toMatchObject({ engine: "firefox", url, ...want });
        expect(codesOf(reading)[0]).toBe(code);
      }
    },
  );

  test("what people write of an address is none", () => {
    expect(readConsole(`Warum geht ${url} nicht: liegt das an CORS?`)).toBeNull();
  });
});

test("each text of the names and certificates that loopback has not is read too", () => {
  const texts = extras.flatMap((row) => browserNames.map((engine) => row[engine]?.console ?? []));
  const unread = texts.filter((lines) => lines.length > 0 && readConsole(lines.map(seenLine).join("\n")) === null);
  expect(unread).toEqual([]);
});
