import { expect, test } from "vitest";
import { startProgram } from "./audit/program.ts";
import { runMain } from "./run-main.ts";

const url = "https://api.example.com/items";
const from = ["--from", "https://app.example.com"];

/** What is asked, and the one line that says what is wrong with it. */
const rows: readonly (readonly [name: string, argv: readonly string[], line: string])[] = [
  ["nothing", [], "say what to do: concors check URL --from ORIGIN, or concors --help."],
  [
    "no URL",
    ["check"],
    "say what the page fetches: a URL, or --curl, --fetch or --har with what developer tools give.",
  ],
  ["no file to lint", ["lint"], "say FILE, configuration or code; a folder is searched."],
  [
    "nothing to verify",
    ["config", "verify"],
    "say TARGET, the server, which has to be installed here, or the framework in this folder.",
  ],
  ["two URLs", ["check", url, url, ...from], "too many arguments for 'check'. Expected 1 argument but got 2."],
  ["a command that is none", ["chek", url], "unknown command 'chek' (Did you mean check?)"],
  [
    "help of a command that is none",
    ["help", "chek"],
    "there is no such command: help chek; concors --help lists them.",
  ],
  [
    "help of a command of commands that is none",
    ["config", "help", "nginx"],
    "there is no such command: config help nginx; concors --help lists them.",
  ],
  ["an option that is none", ["check", url, ...from, "--jsn"], "unknown option '--jsn' (Did you mean --json?)"],
  ["an option without its value", ["check", url, "--from"], "option '--from <origin>' argument missing"],
  [
    "a browser that is none",
    ["check", url, ...from, "--browser", "ie"],
    "option '--browser <engine>' argument 'ie' is invalid. Allowed choices are all, spec, chromium, firefox, webkit.",
  ],
  ["words", ["check", "not a url", ...from], '"not a url" is not a URL.'],
  [
    "no scheme",
    ["check", "api.example.com/items", ...from],
    '"api.example.com/items" is not a URL; did you mean https://api.example.com/items?',
  ],
  [
    "a port for a scheme",
    ["check", "localhost:3000/x", ...from],
    '"localhost:" is not a scheme that a page can fetch; did you mean http://localhost:3000/x?',
  ],
  [
    "a scheme that is not fetched",
    ["check", "ftp://example.com/", ...from],
    '"ftp:" is not a scheme that a page can fetch: http and https are.',
  ],
  [
    "a password in the URL",
    ["check", "https://a:b@example.com/", ...from],
    'https://example.com/ with a user name or password: fetch takes no such URL; use -H "Authorization: …".',
  ],
  [
    "no page",
    ["check", url],
    "--from is missing: the origin of the page that makes the request, like https://app.example.com.",
  ],
  [
    "an origin with a path",
    ["check", url, "--from", "https://app.example.com/page"],
    "--from https://app.example.com/page: an origin has no path: use https://app.example.com.",
  ],
  [
    "an origin with a slash",
    ["check", url, "--from", "https://app.example.com/"],
    "--from https://app.example.com/: an origin has no slash at its end: use https://app.example.com.",
  ],
  [
    "an origin as no browser writes it",
    ["check", url, "--from", "https://APP.example.com:443"],
    "--from https://APP.example.com:443: a browser writes it otherwise: use https://app.example.com.",
  ],
  [
    "an origin without a scheme",
    ["check", url, "--from", "app.example.com"],
    "--from app.example.com: that is not an origin; did you mean https://app.example.com?",
  ],
  [
    "a host and port for an origin",
    ["check", url, "--from", "localhost:3000"],
    "--from localhost:3000: a page has an http or https origin, or null; did you mean http://localhost:3000?",
  ],
  [
    "an app's own page",
    ["check", url, "--from", "capacitor://localhost"],
    "--from capacitor://localhost: a page has an http or https origin, or null. How a server answers an app shows in: curl -i -H 'Origin: capacitor://localhost' URL",
  ],
  [
    "a file for a page",
    ["check", url, "--from", "file:///a.html"],
    "a page from a file has an opaque origin: use --from null.",
  ],
  ["a method with a space", ["check", url, ...from, "-X", "G T"], '-X "G T": that is not an HTTP method.'],
  ["a method that pages cannot use", ["check", url, ...from, "-X", "trace"], "-X trace: a page cannot use TRACE."],
  [
    "a header without a colon",
    ["check", url, ...from, "-H", "X-A"],
    '-H: a header has a colon between its name and its value, "Name: value".',
  ],
  [
    "a header with a line break",
    ["check", url, ...from, "-H", "X-A: 1\r\nX-B: 2"],
    "-H X-A: a header has no line break.",
  ],
  [
    "a header with a space in its name",
    ["check", url, ...from, "-H", "X A: 1"],
    '-H: " " stands before the colon, and is in no header\'s name; it takes "Name: value".',
  ],
  [
    "a header without a name",
    ["check", url, ...from, "-H", ": 1"],
    '-H: there is no name before the colon; it takes "Name: value".',
  ],
  [
    "a header that is no bytes",
    ["check", url, ...from, "-H", "X-A: ☃"],
    "-H X-A: the value has a character that no header can hold.",
  ],
  [
    "Origin as a header",
    ["check", url, ...from, "-H", "Origin: https://a.test"],
    "-H Origin: the browser sets Origin itself; --from says what it is.",
  ],
  [
    "Cookie as a header",
    ["check", url, ...from, "-H", "Cookie: a=b"],
    "-H Cookie: the browser sets Cookie itself, from its own cookies; a page cannot.",
  ],
  [
    "a header of the browser's",
    ["check", url, ...from, "-H", "Sec-Fetch-Mode: cors"],
    "-H Sec-Fetch-Mode: the browser sets it itself; a page cannot.",
  ],
  [
    "a body with GET",
    ["check", url, ...from, "-X", "get", "-d", "x"],
    "-d with -X GET: in a page a GET request has no body.",
  ],
  [
    "an address that is none",
    ["check", url, ...from, "--resolve", "api.example.com:443"],
    "--resolve api.example.com:443: it takes host:port:address, like api.example.com:443:127.0.0.1.",
  ],
  [
    "a real browser that may change something",
    ["check", url, ...from, "-X", "PUT", "--real", "chromium"],
    "--real sends the PUT itself, which may change something: add --send.",
  ],
  [
    "a real browser that is not explained",
    ["check", url, ...from, "--real", "chromium", "--browser", "firefox"],
    "--real chromium is held against what is explained for it: leave --browser out.",
  ],
  [
    "a real browser that would have to know a host",
    ["check", "http://api.example.com/", ...from, "--hsts", "--real", "chromium"],
    "--real and --hsts: a new profile of a browser knows no host.",
  ],
  [
    "--hsts with https",
    ["check", url, ...from, "--hsts"],
    "--hsts is about http URLs, which a browser asks by https; this one is https already.",
  ],
  [
    "--hsts with an address",
    ["check", "http://192.0.2.1/", ...from, "--hsts"],
    "--hsts: browsers remember that for names, and 192.0.2.1 is an address.",
  ],
  [
    "crossorigin on a fetch",
    ["check", url, ...from, "--crossorigin", "anonymous"],
    "--crossorigin goes with --as img, canvas, script, module and style; fetch has no such attribute.",
  ],
  [
    "keepalive of an image",
    ["check", url, ...from, "--as", "img", "--keepalive"],
    "--keepalive is an option of fetch: leave --as img out.",
  ],
  [
    "a header that is read of an image",
    ["check", url, ...from, "--as", "img", "--read", "X-Total"],
    "--read X-Total: scripts read headers of fetch and of xhr; leave --as img out.",
  ],
  [
    "a header that is none, and read",
    ["check", url, ...from, "--read", "X Total"],
    '--read "X Total": that is not a header name.',
  ],
  [
    "a header that no page reads",
    ["check", url, ...from, "--read", "set-cookie"],
    "--read set-cookie: no page can read it, whatever a server exposes.",
  ],
  [
    "an image with a header",
    ["check", url, ...from, "--as", "img", "-H", "X-A: 1"],
    "--as img sends GET, without headers of the page's: leave -X and -H out.",
  ],
  [
    "an image that is put",
    ["check", url, ...from, "--as", "img", "-X", "PUT"],
    "--as img sends GET, without headers of the page's: leave -X and -H out.",
  ],
  [
    "a page of another origin",
    ["check", url, ...from, "--page", "https://other.example/"],
    "--page https://other.example/ is no page of https://app.example.com.",
  ],
  [
    "a page that is no URL",
    ["check", url, ...from, "--page", "app"],
    '--page: "app" is not a URL; did you mean https://app?',
  ],
  [
    "a secure page of http",
    ["check", url, "--from", "http://a.example", "--page-https"],
    "--page-https: a page of http://a.example is http; say --from https://a.example.",
  ],
  [
    "authorities that are not there",
    ["check", url, ...from, "--cacert", "/nowhere.pem"],
    "--cacert /nowhere.pem: there is no such file.",
  ],
  ["a folder of authorities", ["check", url, ...from, "--cacert", "."], "--cacert .: it is a folder."],
  ["a folder for a recording", ["check", "--har", "."], "--har .: it is a folder."],
  ["no time at all", ["check", url, ...from, "--timeout", "0"], "--timeout 0: it takes seconds, from 0.001 to 3600."],
  ["control characters", ["check", "\u001b[2Jx", ...from], String.raw`"\u001b[2Jx" is not a URL.`],
];

test.each(rows)("%s: one line, and status 2", async (_name, argv, line) => {
  expect(await runMain(argv)).toEqual({ status: 2, stdout: "", stderr: `concors: ${line}\n` });
});

/** A mistake with a secret in it, which may end up in the log of whoever runs this. */
const slips: readonly (readonly [name: string, argv: readonly string[]])[] = [
  ["a header without a colon", ["check", url, ...from, "-H", "Authorization Bearer s3cr3t"]],
  ["a header whose colon comes too late", ["check", url, ...from, "-H", "Authorization Bearer s3cr3t:x"]],
  ["a header with a line break", ["check", url, ...from, "-H", "Authorization: Bearer s3cr3t\n"]],
  ["a header with a character that none has", ["check", url, ...from, "-H", "Authorization: Bearer s3cr3t☃"]],
  ["a header of curl's", ["check", ...from, "--curl", `curl ${url} -H 'Authorization Bearer s3cr3t'`]],
  ["a header of curl's whose name is none", ["check", ...from, "--curl", `curl ${url} -H 'My key s3cr3t: 1'`]],
  [
    "a header of a call that is only known when it runs",
    ["check", ...from, "--fetch", `fetch("${url}", { headers: { Authorization: sign("s3cr3t") } })`],
  ],
  ["a URL that is none", ["check", "https://me:s3cr3t@exa mple.com/", ...from]],
  ["a URL without a scheme", ["check", "api.example.com/?access_token=s3cr3t", ...from]],
  ["a host and port for a URL", ["check", "localhost:3000/?token=s3cr3t", ...from]],
  ["a page that is none", ["check", url, "--from", "https://me:s3cr3t@app.example.com"]],
  ["a URL for a command", ["https://me:s3cr3t@api.example.com/"]],
  ["a header as an option that is none", ["check", url, ...from, "--headers=Authorization: Bearer s3cr3t"]],
  ["an option that is none", ["check", url, ...from, "--authorization=s3cr3t"]],
  ["a header of an audit", ["audit", url, "-H", "Cookie id=s3cr3t:1"]],
  ["an origin of an audit", ["audit", url, "--origin", "https://me:s3cr3t@app.example.com"]],
  ["a queue of an audit", ["audit", url, "--queue", "http://:s3cr3t@127.0.0.1/"]],
];

test.each(slips)("%s: no secret is repeated", async (_name, argv) => {
  const { status, stderr, stdout } = await runMain(argv);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^concors: [^\n]+\n$/);
  expect(stderr).not.toContain("s3cr3t");
});

test("--help and --version are no errors", async () => {
  for (const argv of [["--help"], ["check", "--help"], ["demo", "--help"], ["--version"]]) {
    const { status, stderr, stdout } = await runMain(argv);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).not.toBe("");
  }
});

test("whoever closes standard error does not change the status", async () => {
  const { child, ended } = startProgram(["lint", "nowhere.conf"]);
  child.stderr?.destroy();
  expect((await ended).status).toBe(2);
});
