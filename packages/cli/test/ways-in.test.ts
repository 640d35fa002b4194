import { spawnSync } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Report } from "@concors/explain";
import { serve } from "../../browser/test/support/servers.ts";
import { parseCurl } from "../src/check/ways-in/curl-command.ts";
import { parseFetch } from "../src/check/ways-in/fetch-snippet.ts";
import type { GivenRequest } from "../src/check/ways-in/given-request.ts";
import { runMain } from "./run-main.ts";

const url = "https://api.example.com/items";

/** As Chromium's developer tools copy a request for bash. */
const copiedByChromium = String.raw`curl 'https://api.example.com/items?q=a%20b' \
  -X 'PUT' \
  -H 'accept: */*' \
  -H 'accept-language: en-US,en;q=0.9' \
  -H 'authorization: Bearer hush' \
  -H 'content-type: application/json' \
  -b 'session=hush; theme=dark' \
  -H 'origin: https://app.example.com' \
  -H 'priority: u=1, i' \
  -H 'referer: https://app.example.com/' \
  -H 'sec-ch-ua: "Chromium";v="156"' \
  -H 'sec-fetch-dest: empty' \
  -H 'sec-fetch-mode: cors' \
  -H 'user-agent: Mozilla/5.0 (X11; Linux x86_64)' \
  --data-raw $'{"name":"it\'s \u0021"}'`;

/** As Firefox's do. */
const copiedByFirefox = `curl 'https://api.example.com/items' --compressed -X POST -H 'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0' -H 'Accept: */*' -H 'Accept-Language: en-US,en;q=0.5' -H 'Accept-Encoding: gzip, deflate, br, zstd' -H 'Referer: https://app.example.com/' -H 'X-Custom: 1' -H 'Origin: https://app.example.com' -H 'Connection: keep-alive' -H 'Sec-Fetch-Dest: empty' -H 'Pragma: no-cache' -H 'Cache-Control: no-cache' --data-raw 'a=1'`;

/** What is read of each, of the parts that say something. */
const commands: readonly (readonly [name: string, command: string, want: Partial<GivenRequest>])[] = [
  [
    "a copy by Chromium is the page's request, without what the browser added",
    copiedByChromium,
    {
      url: "https://api.example.com/items?q=a%20b",
      method: "PUT",
      headers: [
        ["accept", "*/*"],
        ["authorization", "Bearer hush"],
        ["content-type", "application/json"],
      ],
      body: `{"name":"it's !"}`,
      from: "https://app.example.com",
      cookies: "session=hush; theme=dark",
      credentials: "include",
      remarks: [],
    },
  ],
  [
    "in a copy by Firefox with its cache disabled, Cache-Control is the browser's",
    copiedByFirefox,
    {
      method: "POST",
      headers: [
        ["Accept", "*/*"],
        ["X-Custom", "1"],
        ["Content-Type", "application/x-www-form-urlencoded"],
      ],
      from: "https://app.example.com",
      credentials: null,
      remarks: [expect.stringContaining("Cache-Control and Pragma were left out") as string],
    },
  ],
  [
    "what a person writes has the headers that it says",
    `curl -H 'Cache-Control: no-cache' ${url}`,
    { headers: [["Cache-Control", "no-cache"]], remarks: [] },
  ],
  [
    "-d is a POST of a form",
    `curl ${url} -d a=1 -d b=2`,
    { method: "POST", body: "a=1&b=2", headers: [["Content-Type", "application/x-www-form-urlencoded"]] },
  ],
  [
    "--json is JSON",
    `curl ${url} --json '{}'`,
    {
      method: "POST",
      body: "{}",
      headers: [
        ["Accept", "application/json"],
        ["Content-Type", "application/json"],
      ],
    },
  ],
  [
    "-F is a form with parts",
    `curl ${url} -F file=@a.png`,
    { method: "POST", headers: [["Content-Type", "multipart/form-data; boundary=concors"]] },
  ],
  [
    "-G puts the data into the URL",
    `curl -G ${url} -d a=1`,
    { url: `${url}?a=1`, body: null, method: null, headers: [] },
  ],
  ["-I is HEAD", `curl -sSI ${url}`, { method: "HEAD" }],
  ["-u is Authorization", `curl -u me:hush ${url}`, { headers: [["Authorization", "Basic bWU6aHVzaA=="]] }],
  ["-XPUT and --request=PUT are one", `curl -XPUT --url ${url}`, { method: "PUT", url }],
  [
    "-k and --resolve are the connection's",
    `curl -k --resolve a.test:443:127.0.0.1 ${url}`,
    { insecure: true, resolve: ["a.test:443:127.0.0.1"] },
  ],
  [
    "a header without a value is left out, with a semicolon it is empty",
    `curl -H 'Accept:' -H 'X-A;' ${url}`,
    { headers: [["X-A", ""]] },
  ],
  [
    "the page is where the referrer says, if nothing else tells",
    `curl -e https://app.example.com/a?b ${url}`,
    { from: "https://app.example.com" },
  ],
  ["a prompt before it is no part of it", `$ curl ${url}`, { url }],
  ["nor is that of a shell in colours", `➜  app git:(main) ✗ time curl ${url}`, { url }],
  ["nor is that of another shell", `me@host:~/code$ sudo curl -i ${url}`, { url }],
  [
    "nor the pipe after it",
    `curl -s ${url} -H 'X-A: 1' 2>&1 | grep -i access-control`,
    { url, headers: [["X-A", "1"]] },
  ],
  ["nor where its output goes", `curl ${url} > a.json 2>/dev/null -H 'X-A: 1' &`, { url, headers: [["X-A", "1"]] }],
  [
    "nor the answer, in a copy of a terminal",
    `$ curl -I ${url}\nHTTP/1.1 200 OK\nVary: Origin`,
    { url, method: "HEAD" },
  ],
  ["nor the fences around it", `\`\`\`bash\n# asks\ncurl ${url}\n\`\`\``, { url }],
  [
    "a backslash too many, and one with a space after it",
    `curl \\ \n  ${url} \\\n  -H 'X-A: 1' \\`,
    { url, headers: [["X-A", "1"]] },
  ],
  ["a line that lost its backslash", `curl -X PUT ${url}\n  -H 'X-A: 1'`, { method: "PUT", headers: [["X-A", "1"]] }],
  [
    "quotes that an editor bent, and dashes that it joined",
    `curl –X PUT —header “X-A: 1” ${url}`,
    { method: "PUT", headers: [["X-A", "1"]] },
  ],
  [
    "a copy for the Command Prompt",
    `curl ^"${url}?a=1^&b=2^" ^\n  -X ^"PUT^" ^\n  -H ^"origin: https://app.example.com^" ^\n  -H ^"sec-ch-ua: ^\\^"Chromium^\\^";v=^\\^"156^\\^"^" ^\n  -H ^"content-type: application/json^" ^\n  --data-raw ^"^{^\\^"a^\\^":1^}^"`,
    {
      url: `${url}?a=1&b=2`,
      method: "PUT",
      headers: [["content-type", "application/json"]],
      body: '{"a":1}',
      from: "https://app.example.com",
    },
  ],
  [
    "a copy for the Command Prompt, of an older Chromium",
    `curl "${url}?a=1^&b=2" -H "Origin: https://app.example.com" -H "Content-Type: application/json" --data-binary "{\\"a\\":1}" --compressed`,
    { url: `${url}?a=1&b=2`, body: '{"a":1}' },
  ],
  [
    "PowerShell goes on after a backtick",
    `curl.exe -X PUT ${url} \`\n  -H "X-A: 1"`,
    { method: "PUT", headers: [["X-A", "1"]] },
  ],
  [
    "a copy of a preflight is of what it asks for",
    `curl '${url}' -X 'OPTIONS' -H 'access-control-request-headers: authorization,content-type' -H 'access-control-request-method: PUT' -H 'origin: https://app.example.com' -H 'user-agent: Mozilla/5.0'`,
    {
      method: "PUT",
      headers: [
        ["authorization", "Bearer x"],
        ["content-type", "application/json"],
      ],
      body: null,
      from: "https://app.example.com",
      remarks: [
        "That is a preflight, which the browser sends itself; what it asks for is checked: PUT with authorization, content-type.",
      ],
    },
  ],
  [
    "in a copy by an older Chromium, authority and what the cache adds are the browser's",
    `curl '${url}' -H 'authority: api.example.com' -H 'cache-control: max-age=0' -H 'if-none-match: "a"' -H 'sec-fetch-mode: cors' -H 'x-a: 1'`,
    { headers: [["x-a", "1"]] },
  ],
  [
    "a form's parts begin with dashes",
    `curl ${url} -H 'Content-Type: multipart/form-data; boundary=----x' --data-raw $'------x\\r\\n'`,
    { method: "POST", body: "------x\r\n" },
  ],
  ["without a scheme it is http, as in curl", "curl localhost:8080/items", { url: "http://localhost:8080/items" }],
  [
    "a user in the address is Authorization",
    "curl http://me:hush@localhost:8080/",
    { url: "http://localhost:8080/", headers: [["Authorization", "Basic bWU6aHVzaA=="]] },
  ],
  ["a range is a header", `curl -r 0-99 ${url}`, { headers: [["Range", "bytes=0-99"]] }],
  [
    "a proxy and a certificate are left out, and that is said",
    `curl -x http://127.0.0.1:3128 --cert a.pem ${url}`,
    { url, remarks: ["Left out: --proxy, --cert. The check asks the server itself, without a client certificate."] },
  ],
  [
    "cookies in a file make it one with credentials, and that is said",
    `curl -b jar.txt -c jar.txt ${url}`,
    {
      credentials: "include",
      cookies: null,
      remarks: ["The cookies are in a file, which is not read: they are not sent."],
    },
  ],
  [
    "how long, how loud and by which version it goes says nothing of it",
    `curl -fsSL --max-redirs 5 --tlsv1.2 --http1.0 --fail-with-body -# -O ${url}`,
    { url, headers: [], remarks: [] },
  ],
];

test.each(commands)("--curl: %s", (_name, command, want) => {
  expect(parseCurl(command)).toMatchObject(want);
});

const snippets: readonly (readonly [name: string, code: string, want: Partial<GivenRequest>])[] = [
  [
    "a copy by Chromium",
    `fetch("${url}", { "headers": { "accept": "*/*", "content-type": "application/json", "sec-ch-ua": "\\"Chromium\\"", "user-agent": "x" }, "referrer": "https://app.example.com/", "referrerPolicy": "strict-origin-when-cross-origin", "body": "{}", "method": "PUT", "mode": "cors", "credentials": "include" });`,
    {
      method: "PUT",
      headers: [
        ["accept", "*/*"],
        ["content-type", "application/json"],
      ],
      body: "{}",
      from: "https://app.example.com",
      mode: "cors",
      credentials: "include",
      cookies: null,
    },
  ],
  [
    "a call within a program",
    `const load = async () => { const r = await window.fetch(\`${url}\`); return r.json(); }`,
    { url, method: null, headers: [] },
  ],
  [
    "TypeScript, and what a page makes of literals",
    `fetch(new URL("${url}"), { method: "post" as const, body: JSON.stringify({ a: 1 }), headers: new Headers({ "X-A": "1" }) })`,
    { url, method: "post", body: '{"a":1}', headers: [["X-A", "1"]] },
  ],
  [
    "a form brings its type",
    `fetch("${url}", { method: "POST", body: new URLSearchParams({ a: "1" }) })`,
    { body: "a=1", headers: [["Content-Type", "application/x-www-form-urlencoded;charset=UTF-8"]] },
  ],
  [
    "headers that a page cannot set are ignored, as in a page",
    `fetch("${url}", { headers: { Origin: "https://evil.example", Host: "x", "X-A": 1 } })`,
    { headers: [["X-A", "1"]] },
  ],
  [
    "what Postman writes: a list of headers that is filled, options and a body by their names",
    `const myHeaders = new Headers();\nmyHeaders.append("Content-Type", "application/json");\nconst raw = JSON.stringify({ a: 1 });\nconst requestOptions = { method: "POST", headers: myHeaders, body: raw, redirect: "follow" };\nfetch("${url}", requestOptions).then((response) => response.text());`,
    {
      url,
      method: "POST",
      headers: [["Content-Type", "application/json"]],
      body: '{"a":1}',
      redirect: "follow",
      remarks: [],
    },
  ],
  [
    "an address that is put together of names",
    'const API = { base: "https://api.example.com" };\nconst path = "/items";\nfetch(`${API.base}${path}?q=${encodeURIComponent("a b")}`)',
    { url: `${url}?q=a%20b` },
  ],
  [
    "a Request",
    `const request = new Request("${url}", { method: "PUT" });\nfetch(request, { credentials: "include" })`,
    { url, method: "PUT", credentials: "include" },
  ],
  [
    "options that others are spread in",
    `const common = { credentials: "include" };\nfetch("${url}", { ...common, method: "PUT" })`,
    { method: "PUT", credentials: "include" },
  ],
  [
    "a body that is not known is another, and that is said",
    `fetch("${url}", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ email }) })`,
    {
      headers: [["Content-Type", "application/json"]],
      body: "",
      bodyIsUnknown: true,
      remarks: ["The body is only known when the program runs: an empty one stands in its place."],
    },
  ],
  [
    "a form with parts brings its type",
    `const form = new FormData();\nform.append("file", input.files[0]);\nfetch("${url}", { method: "POST", body: form })`,
    { body: "", headers: [["Content-Type", "multipart/form-data; boundary=concors"]] },
  ],
  [
    "what says nothing of CORS need not be known",
    `fetch("${url}", { signal: AbortSignal.timeout(5000), cache: mode })`,
    { url },
  ],
  [
    "a copy of a preflight is of what it asks for",
    `fetch("${url}", { "headers": { "access-control-request-headers": "content-type", "access-control-request-method": "PUT" }, "referrer": "https://app.example.com/", "body": null, "method": "OPTIONS" });`,
    { method: "PUT", headers: [["content-type", "application/json"]], from: "https://app.example.com" },
  ],
  [
    "cookies in a copy for Node make it one with credentials",
    `fetch("${url}", { "headers": { "cookie": "a=b", "Referer": "https://app.example.com/" }, "body": null, "method": "GET" });`,
    { cookies: "a=b", credentials: "include", from: "https://app.example.com" },
  ],
  [
    "withCredentials is no option of fetch, and that is said",
    `fetch("${url}", { withCredentials: true })`,
    { credentials: null, remarks: [expect.stringContaining('credentials: "include"') as string] },
  ],
  ["fences, prompts and tags around it", `\`\`\`html\n<script>\n> fetch("${url}")\n</script>\n\`\`\``, { url }],
  ["quotes that an editor bent", `fetch(“${url}”, { method: “PUT” })`, { url, method: "PUT" }],
  [
    "elements beside it",
    `const App = () => { useEffect(() => { fetch("${url}"); }, []); return <div>hi</div>; };`,
    { url },
  ],
  [
    "axios sends an object as JSON",
    `axios.post("${url}", { a: 1 }, { withCredentials: true, headers: { "X-A": "1" } })`,
    {
      url,
      method: "POST",
      headers: [
        ["X-A", "1"],
        ["Accept", "application/json, text/plain, */*"],
        ["Content-Type", "application/json"],
      ],
      body: '{"a":1}',
      credentials: "include",
      isXhr: true,
    },
  ],
  [
    "axios takes all in one",
    `const options = { method: "put", url: "${url}", data: item };\naxios.request(options)`,
    { url, method: "PUT", bodyIsUnknown: true },
  ],
  [
    "an instance of axios has what it was made with",
    `const api = axios.create({ baseURL: "https://api.example.com/", withCredentials: true });\napi.delete("/items")`,
    { url, method: "DELETE", credentials: "include" },
  ],
  [
    "jQuery sends an object as a form",
    `$.ajax({ url: "${url}", type: "POST", data: { a: 1 }, xhrFields: { withCredentials: true }, success(data) {} })`,
    {
      method: "POST",
      headers: [["Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"]],
      body: "a=1",
      credentials: "include",
      isXhr: true,
    },
  ],
  [
    "jQuery's own contentType, and what cannot be read of it",
    `$.ajax("${url}", { method: "PUT", contentType: "application/json", data: JSON.stringify(item), beforeSend: sign })`,
    {
      method: "PUT",
      headers: [["Content-Type", "application/json"]],
      remarks: [expect.stringContaining("beforeSend is not read") as string, expect.stringContaining("body") as string],
    },
  ],
  ["a GET of jQuery's has no body", `$.get("${url}", { a: 1 }, show)`, { url, method: "GET", body: null, headers: [] }],
  [
    "an XMLHttpRequest is what is done to it",
    `const xhr = new XMLHttpRequest();\nxhr.open("PUT", "${url}");\nxhr.setRequestHeader("X-A", "1");\nxhr.withCredentials = true;\nxhr.onload = () => {};\nxhr.send("{}");`,
    { url, method: "PUT", headers: [["X-A", "1"]], body: "{}", credentials: "include", isXhr: true },
  ],
];

test.each(snippets)("--fetch: %s", (_name, code, want) => {
  expect(parseFetch(code)).toMatchObject(want);
});

const from = ["--from", "https://app.example.com"];

test.each<readonly [string, readonly string[], string]>([
  [
    "no way in",
    ["check", ...from],
    "say what the page fetches: a URL, or --curl, --fetch or --har with what developer tools give.",
  ],
  [
    "two ways in",
    ["check", url, "--curl", `curl ${url}`],
    "a URL, --curl and --fetch each say what the page fetches: give one of them.",
  ],
  [
    "no curl",
    ["check", "--curl", "wget x"],
    '--curl: that is no curl command; copy it in the developer tools as "cURL (bash)".',
  ],
  [
    "an open quotation",
    ["check", "--curl", "curl 'x"],
    "--curl: a quotation mark is not closed; copy the command for bash, and pipe it into --curl -.",
  ],
  ["no URL in the command", ["check", "--curl", "curl -v"], "--curl: there is no URL in the command."],
  [
    "two URLs in the command",
    ["check", "--curl", "curl a b"],
    "--curl: there are 2 URLs in the command; give one at a time.",
  ],
  [
    "several commands",
    ["check", "--curl", `curl '${url}' -H 'A: 1' ;\ncurl '${url}/2' -H 'A: 1'`],
    "--curl: there are several commands; give one at a time.",
  ],
  [
    "an option of curl's that says something else",
    ["check", "--curl", `curl --ntlm ${url}`],
    "--curl: --ntlm is not understood here; leave it out, or give the request with -X, -H and -d.",
  ],
  [
    "a body in a file",
    ["check", "--curl", `curl -d @x ${url}`],
    "--curl: the body is in a file (@); put it into the command, or leave it out.",
  ],
  [
    "a header that is none",
    ["check", "--curl", `curl -H x ${url}`],
    '--curl: what stands after an -H is no header; it takes "Name: value".',
  ],
  [
    "no page",
    ["check", "--curl", `curl ${url}`],
    "--from is missing: the origin of the page that makes the request, like https://app.example.com.",
  ],
  [
    "no JavaScript",
    ["check", "--fetch", "fetch(", ...from],
    "--fetch: that is no JavaScript (line 1, column 7); copy the whole call, from fetch( to its closing bracket.",
  ],
  [
    "no call",
    ["check", "--fetch", "superagent.get('x')", ...from],
    '--fetch: there is no call of fetch in it, like fetch("https://api.example.com/items"), nor of axios, $.ajax or XMLHttpRequest.',
  ],
  ["a call of nothing", ["check", "--fetch", "fetch()", ...from], "--fetch: fetch() has no URL."],
  [
    "what the program works out",
    ["check", "--fetch", `fetch("${url}", {\n headers: { Authorization: \`Bearer \${token}\` } })`, ...from],
    "--fetch: headers.Authorization is only known when the program runs: token (line 2); write its value there, or any text in its place.",
  ],
  [
    "a name that another value may stand for",
    ["check", "--fetch", `let base = "https://a.example";\nbase = "https://b.example";\nfetch(base)`, ...from],
    "--fetch: the URL is only known when the program runs: base (line 3); write its value there, or any text in its place.",
  ],
  [
    "a name that is a parameter's as well",
    ["check", "--fetch", `const path = "/a";\nconst get = (path) => fetch(path);`, ...from],
    "--fetch: the URL is only known when the program runs: path (line 2); write its value there, or any text in its place.",
  ],
  [
    "a name that stands for itself",
    ["check", "--fetch", "const a = a + 'x'; fetch(a)", ...from],
    "--fetch: the URL is only known when the program runs: a (line 1); write its value there, or any text in its place.",
  ],
  [
    "a body that is not known, and is to be sent",
    ["check", "--fetch", `fetch("${url}", { method: "POST", body: JSON.stringify(item) })`, ...from, "--send"],
    "--send: the body is only known when the program runs; say with -d what is to be sent.",
  ],
  [
    "JSONP, which is no CORS",
    ["check", "--fetch", `$.ajax({ url: "${url}", dataType: "jsonp" })`, ...from],
    "--fetch: JSONP loads a script, without CORS: give its URL, with --as script.",
  ],
  [
    "a mode that is none",
    ["check", "--fetch", `fetch("${url}", { mode: "core" })`, ...from],
    '--fetch: mode is "core"; fetch takes cors, no-cors, same-origin.',
  ],
])("%s: one line, and status 2", async (_name, argv, line) => {
  expect(await runMain(argv)).toEqual({ status: 2, stdout: "", stderr: `concors: ${line}\n` });
});

describe("cookies of a command", () => {
  const page = "http://localhost:3000";

  test("make it one with credentials; they are sent only if the user says so, and never printed", async () => {
    const { origin, requests } = await serve((_request, response) =>
      response.writeHead(200, { "Access-Control-Allow-Origin": "*" }).end(),
    );
    const argv = ["check", "--curl", `curl ${origin}/a -H 'Origin: ${page}' -b 'session=hush'`];
    const kept = await runMain([...argv, "--json"]);
    const { explanations } = JSON.parse(kept.stdout) as Report;
    expect(explanations[0]?.cause?.code).toBe("CORS-C01");
    expect(requests.map(({ headers }) => headers.cookie)).toEqual([undefined]);
    expect(kept.stderr).toContain("--credentials include sends them");
    const sent = await runMain([...argv, "--credentials", "include", "-v"]);
    expect(requests.map(({ headers }) => headers.cookie)).toEqual([undefined, "session=hush"]);
    await runMain([...argv, "--credentials", "omit"]);
    expect(requests.at(-1)?.headers.cookie).toBe(undefined);
    expect(kept.stdout + kept.stderr + sent.stdout + sent.stderr).not.toContain("hush");
  });
});

test("what has quotation marks of its own comes on standard input", () => {
  const program = fileURLToPath(new URL("../bin/concors.js", import.meta.url));
  const input = `curl 'http://127.0.0.1:6000/' -H 'Origin: http://localhost:3000' -H $'X-A: it\\'s'`;
  const { status, stdout } = spawnSync(process.execPath, [program, "check", "--curl", "-", "--json"], {
    input,
    encoding: "utf8",
  });
  const { explanations } = JSON.parse(stdout) as Report;
  expect([status, explanations[0]?.cause?.code, explanations[0]?.request.headers]).toEqual([
    1,
    "CORS-S04",
    [["X-A", "it's"]],
  ]);
});

test("what asks by XMLHttpRequest is told in its words, unless it is said to be something else", async () => {
  const { origin } = await serve((_request, response) => response.writeHead(200).end());
  const argv = [
    "check",
    "--fetch",
    `axios.get("${origin}/a")`,
    "--from",
    "http://localhost:3000",
    "--browser",
    "chromium",
  ];
  const [told, said] = [await runMain([...argv, "-v"]), await runMain([...argv, "-v", "--as", "fetch"])];
  expect(told.stdout).toContain("Access to XMLHttpRequest at");
  expect(said.stdout).toContain("Access to fetch at");
});

test("a command and a snippet ask as the same URL and flags do", async () => {
  const page = "http://localhost:3000";
  const { origin } = await serve((_request, response) => response.writeHead(200).end());
  const runs = await Promise.all([
    runMain(["check", `${origin}/a`, "--from", page, "-X", "PUT", "-H", "X-A: 1", "--json"]),
    runMain(["check", "--curl", `curl -X PUT ${origin}/a -H 'X-A: 1' -H 'Origin: ${page}'`, "--json"]),
    runMain([
      "check",
      "--fetch",
      `fetch("${origin}/a", { method: "put", headers: [["X-A", "1"]], referrer: "${page}/b" })`,
      "--json",
    ]),
  ]);
  const reports = runs.map(({ stdout }) => JSON.stringify(JSON.parse(stdout)).replace(/"date","[^"]*"/gi, ""));
  expect(new Set(reports).size).toBe(1);
});
