import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { generate, generateReverseProxy, targets } from "@concors/config";
import { cors } from "concors/node";
import { describe, expect, test } from "vitest";
import { serve } from "../../browser/test/support/servers.ts";
import { runMain } from "./run-main.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const policy = {
  origins: ["https://app.example.com", "https://*.preview.example.com"],
  credentials: true,
  methods: ["PUT"],
  requestHeaders: ["Content-Type"],
  exposedHeaders: ["ETag"],
  maxAge: 600,
} as const;

const origin = ["--origin", "https://app.example.com"];

describe("concors config TARGET", () => {
  test("prints each file with where it goes, and how to check them", async () => {
    await using folder = await temporaryFolder({ "policy.json": JSON.stringify(policy) });
    const { status, stdout, stderr } = await runMain(["config", "nginx", "--policy", join(folder.path, "policy.json")]);
    for (const { path, where, text } of generate("nginx", policy).files)
      expect(stdout).toContain(`==> ${path}: ${where}\n${text}`);
    expect(stderr).toBe("Check it before the server reads it: nginx -t\n");
    expect(status).toBe(0);
  });

  test("writes them into a folder", async () => {
    await using folder = await temporaryFolder();
    const out = join(folder.path, "made", "here");
    const { status, stdout } = await runMain(["config", "nginx", ...origin, "--out", out]);
    expect(await readdir(out)).toEqual(["cors-headers.conf", "cors-http.conf", "cors-server.conf"]);
    expect(await readFile(join(out, "cors-http.conf"), "utf8")).toContain(String.raw`"~^https://app\.example\.com$"`);
    expect(stdout).toContain(`${join(out, "cors-http.conf")}: included in the http block, once\n`);
    expect(status).toBe(0);
  });

  test("takes a policy as flags", async () => {
    const flags = ["--credentials", "--method", "PUT", "--request-header", "Content-Type", "--expose", "ETag"];
    const pattern = ["--origin", "https://*.preview.example.com"];
    const { stdout } = await runMain([
      "config",
      "express",
      ...origin,
      ...pattern,
      ...flags,
      "--max-age",
      "600",
      "--front",
      "none",
      "--json",
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ provenance: { site: policy, target: "express" }, losses: [] });
  });

  test("says what is lost, and that something is by its status", async () => {
    const argv = ["config", "s3", ...origin, "--credentials", "--method", "PATCH", "--method", "PUT"];
    const { status, stdout, stderr } = await runMain(argv);
    expect(stderr).toContain(
      "narrower: Amazon S3 cannot name the methods PATCH: they are left out. (methods-left-out)\n",
    );
    expect(stdout).toContain("AllowedOrigins");
    expect(status).toBe(1);
  });

  test("prints nothing that would be wider, unless it is asked for", async () => {
    const argv = ["config", "azure-app-service", ...origin];
    const refused = await runMain(argv);
    expect(refused).toMatchObject({ status: 1, stdout: "" });
    expect(refused.stderr).toContain("refused: ");
    const wider = await runMain([...argv, "--allow-wider"]);
    expect(wider.stdout).toContain("https://app.example.com");
    expect(wider.stderr).toContain("wider: ");
    expect(wider.status).toBe(1);
  });

  test("warns of what is allowed, but perhaps not meant", async () => {
    const { status, stderr } = await runMain(["config", "nginx", ...origin, "--method", "patch"]);
    expect(stderr).toContain('warning: methods.0 "patch" allows just that spelling');
    expect(status).toBe(0);
  });

  test("prints the answer that needs no CORS", async () => {
    const argv = ["config", "nginx", "--reverse-proxy", "--frontend", "127.0.0.1:5173", "--api", "127.0.0.1:3000"];
    const { status, stdout } = await runMain(argv);
    const { files } = generateReverseProxy("nginx", { frontend: "127.0.0.1:5173", api: "127.0.0.1:3000" });
    for (const { text } of files) expect(stdout).toContain(text);
    expect(status).toBe(0);
  });

  test("says everything that is wrong with a policy, each on a line", async () => {
    const policyText = '{ "origins": ["https://app.example.com/", ""], "maxage": 5 }';
    await using folder = await temporaryFolder({ "p.json": policyText });
    const file = join(folder.path, "p.json");
    const { status, stdout, stderr } = await runMain(["config", "nginx", "--policy", file]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr.trimEnd().split("\n")).toEqual([
      `concors: ${file}: maxage 5 is not a key that is known here; did you mean "maxAge"?`,
      `concors: ${file}: origins.0 "https://app.example.com/" has a trailing slash; an origin has no path: "https://app.example.com"`,
      `concors: ${file}: origins.1 "" is no origin, perhaps a variable that is not set`,
    ]);
  });

  const rows: readonly (readonly [name: string, argv: readonly string[], line: string])[] = [
    ["no target", ["config"], "say TARGET, the server: concors config targets lists them."],
    [
      "no policy",
      ["config", "nginx"],
      "--policy FILE is missing: a policy as JSON; or say it by --origin https://app.example.com.",
    ],
    [
      "a policy twice",
      ["config", "nginx", "--policy", "p", ...origin],
      "--policy beside flags that say a policy: put all of it into the file.",
    ],
    ["no file", ["config", "nginx", "--policy", "nowhere.json"], "nowhere.json: there is no such file."],
    ["a folder", ["config", "nginx", "--policy", "."], ".: it is a folder."],
    ["a target that is none", ["config", "ngnx", ...origin], '"ngnx" is no target: concors config targets lists them.'],
    [
      "a target that is none, before any policy",
      ["config", "ngnx"],
      '"ngnx" is no target: concors config targets lists them.',
    ],
    [
      "a file for a folder",
      ["config", "nginx", ...origin, "--out", "package.json"],
      "package.json/cors-http.conf: there is a file where its folder would be.",
    ],
    [
      "a URL among files",
      ["config", "import", "nginx.conf", "https://api.example.com/"],
      "a live server is asked alone: give one URL, or files and folders.",
    ],
    [
      "a version that is none",
      ["config", "nginx", ...origin, "--server-version", "new"],
      'version "new" is no version; write numbers and dots, like 1.22.1.',
    ],
    [
      "a version that is too old",
      ["config", "nginx", ...origin, "--server-version", "0.8"],
      "nginx 0.8 is too old; this takes 1.11.2 or later.",
    ],
    [
      "a name that could break a file",
      ["config", "nginx", ...origin, "--name", "a; }"],
      'name "a; }" is no name; write small letters, digits and _, like cors_api.',
    ],
    ["a server that cannot be run", ["config", "verify", "s3", ...origin], "s3 cannot be run here;"],
    [
      "a reverse proxy for nothing",
      ["config", "nginx", "--reverse-proxy"],
      "--reverse-proxy needs --frontend and --api, like --frontend 127.0.0.1:5173 --api 127.0.0.1:3000.",
    ],
    [
      "a reverse proxy for what is no address",
      ["config", "nginx", "--reverse-proxy", "--frontend", "here; }", "--api", "127.0.0.1:3000"],
      'frontend "here; }" is no host and port; write 127.0.0.1:5173, localhost:5173 or [::1]:5173.',
    ],
    [
      "probes that are none",
      ["config", "verify", "nginx", ...origin, "--probes", "many"],
      "--probes many: it takes a whole number, like 500.",
    ],
  ];
  test.each(rows)("%s: one line", async (_, argv, line) => {
    const { status, stdout, stderr } = await runMain(argv);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(`concors: ${line}`);
    expect(stderr.trimEnd()).not.toContain("\n");
  });
});

test("concors config targets lists every server, and how sure it is", async () => {
  const { status, stdout } = await runMain(["config", "targets"]);
  for (const { name, tier } of targets) expect(stdout).toMatch(new RegExp(`^${name} +${tier} `, "m"));
  expect(status).toBe(0);
});

describe("concors config verify", () => {
  const missing = existsSync("/usr/sbin/nginx") || process.env["CI"] === "true" ? null : "apt-get install nginx-light";
  if (missing !== null) console.warn(`concors config verify is not run, since nginx is not installed: ${missing}`);

  test.skipIf(missing !== null)("runs the real server, and says how much was played", async () => {
    const { status, stdout } = await runMain(["config", "verify", "nginx", ...origin, "--probes", "50", "--seed", "7"]);
    expect(stdout).toMatch(
      /^nginx [\d.]+: \d{2,3} cases and 50 probes \(seed 7\), all as the policy says(?:, but for 3: .*)?\.\n$/,
    );
    expect(status).toBe(0);
  });

  test.skipIf(missing !== null)("says what the user's own configuration breaks", async () => {
    await using folder = await temporaryFolder({
      "own.conf": "add_header X-Frame-Options DENY;\nlocation /status-500 { add_header X-A b; return 500; }",
    });
    const own = join(folder.path, "own.conf");
    const { status, stdout } = await runMain([
      "config",
      "verify",
      "nginx",
      ...origin,
      "--include",
      own,
      "--probes",
      "0",
    ]);
    expect(stdout).toContain("no origin, and an error\n  GET /status-500 without an origin\n  no Vary: Origin\n");
    expect(stdout).toContain("not as the policy says.\n");
    expect(status).toBe(1);
  });

  test.skipIf(missing !== null)("says in one line what the server refuses", async () => {
    await using folder = await temporaryFolder({ "own.conf": "no_such_directive;" });
    const { status, stderr } = await runMain([
      "config",
      "verify",
      "nginx",
      ...origin,
      "--include",
      join(folder.path, "own.conf"),
    ]);
    expect(stderr).toContain('unknown directive "no_such_directive"');
    expect(stderr.trimEnd()).not.toContain("\n");
    expect(status).toBe(2);
  });
});

test.each([
  ["UTF-8 with a mark before it", Buffer.from(`\uFEFF${JSON.stringify(policy)}\r\n`)],
  ["UTF-16, as Windows PowerShell writes it", Buffer.from(`\uFEFF${JSON.stringify(policy)}\r\n`, "utf16le")],
])("a policy may be %s", async (_, bytes) => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "p.json");
  await writeFile(file, bytes);
  expect((await runMain(["config", "nginx", "--policy", file])).status).toBe(0);
});

describe("concors config verify --url", () => {
  const argvFor = (url: string, file: string): string[] => [
    "config",
    "verify",
    "nginx",
    "--policy",
    file,
    "--url",
    url,
  ];

  test("asks a server that is running, and changes nothing there", async () => {
    const withCors = cors(policy);
    const server = await serve((request, response) => withCors(request, response, () => response.end("items")));
    await using folder = await temporaryFolder({ "p.json": JSON.stringify(policy) });
    const { status, stdout } = await runMain(argvFor(`${server.origin}/items?all`, join(folder.path, "p.json")));
    expect(stdout).toMatch(/\/items\?all: \d\d cases and 50 probes \(seed \d+\), all as the policy says\.\n$/);
    expect(status).toBe(0);
    expect(server.requests.length).toBeGreaterThan(100);
    expect(new Set(server.requests.map(({ method }) => method))).toEqual(new Set(["GET", "HEAD", "OPTIONS"]));
    expect(new Set(server.requests.map(({ url }) => url))).toEqual(new Set(["/items?all"]));
  });

  test("says what it answers against the policy", async () => {
    const server = await serve((request, response) => {
      response.setHeader("Access-Control-Allow-Origin", request.headers.origin ?? "*");
      response.setHeader("Access-Control-Allow-Credentials", "true");
      response.end();
    });
    await using folder = await temporaryFolder({ "p.json": JSON.stringify(policy) });
    const { status, stdout } = await runMain(argvFor(`${server.origin}/items`, join(folder.path, "p.json")));
    expect(stdout).toContain(
      "a stranger\n  GET /items from https://stranger.test\n  with credentials omit, the page may read",
    );
    expect(status).toBe(1);
  });

  // Of a name with two addresses, the error has no words at all.
  test.each(["127.0.0.1:1", "localhost:1"])("says in one line that nobody answers at %s", async (host) => {
    const { status, stderr } = await runMain(["config", "verify", "nginx", ...origin, "--url", `http://${host}/`]);
    expect(stderr).toBe(`concors: ${host} refuses connections.\n`);
    expect(status).toBe(2);
  });
});

describe("concors config import", () => {
  test("takes the server that is asked for, of several", async () => {
    const server = (name: string, allowed: string): string =>
      `server { server_name ${name}; add_header Access-Control-Allow-Origin "${allowed}" always; }\n`;
    await using folder = await temporaryFolder({
      "nginx.conf": server("api.example.com", "https://app.example.com") + server("fonts.example.com", "*"),
      "cors.rb": `Rails.application.config.middleware.insert_before 0, Rack::Cors do\nallow { origins "*"; resource "*" }\nend\n`,
    });
    const argv = ["config", "import", join(folder.path, "nginx.conf"), "--server"];
    const { stdout, stderr } = await runMain([...argv, "fonts.example.com"]);
    expect(JSON.parse(stdout)).toEqual({ fallback: { origins: "*" } });
    expect(stderr).toContain("The server api.example.com has another policy, which is left out");
    const refused = await runMain([...argv, "www.example.com"]);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain("there are api.example.com, fonts.example.com.");
    expect((await runMain(["lint", folder.path])).stdout).toContain("Nothing is wrong in 2 files.");
  });

  test("reads back what was generated, as a policy", async () => {
    const { files } = generate("nginx", policy);
    const main =
      "http { include cors-http.conf; server { include cors-server.conf; location / { proxy_pass http://127.0.0.1:1; } } }";
    await using folder = await temporaryFolder({
      "nginx.conf": main,
      ...Object.fromEntries(files.map(({ path, text }) => [path, text])),
    });
    const { status, stdout } = await runMain(["config", "import", folder.path]);
    expect(JSON.parse(stdout)).toEqual({ fallback: policy });
    expect(status).toBe(0);
  });

  test("moves a policy from one server to another", async () => {
    const htaccess = generate("apache-htaccess", policy).files[0]!;
    await using folder = await temporaryFolder({ ".htaccess": htaccess.text });
    const { stdout } = await runMain(["config", "import", join(folder.path, ".htaccess"), "--to", "haproxy", "--json"]);
    const { generated } = JSON.parse(stdout) as { generated: ReturnType<typeof generate> };
    expect(generated.files.map(({ path }) => path)).toEqual(generate("haproxy", policy).files.map(({ path }) => path));
    expect(generated.provenance.site).toEqual({ fallback: policy });
  });

  test("leaves out what a file says and no browser heeds", async () => {
    const annotations =
      '{ nginx.ingress.kubernetes.io/enable-cors: "true", nginx.ingress.kubernetes.io/cors-allow-origin: "https://app.example.com" }';
    const text = `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: api\n  annotations: ${annotations}\n`;
    await using folder = await temporaryFolder({ "ingress.yaml": text });
    const argv = ["config", "import", join(folder.path, "ingress.yaml"), "--to", "gateway-api", "--no-upstream-cors"];
    const { stdout, stderr } = await runMain(argv);
    // Browsers keep DNT from pages, and remember no preflight for twenty days.
    expect(stdout).not.toContain("DNT");
    expect(stderr).toContain("limit: ");
    expect(stdout).toContain("        allowOrigins:\n        - https://app.example.com\n");
    expect(stdout).toContain("        maxAge: 86400\n");
  });

  test("learns from a live server", async () => {
    const withCors = cors(policy);
    const server = await serve((request, response) => withCors(request, response, () => response.end("items")));
    const argv = ["config", "import", `${server.origin}/items`, ...origin, "--origin", "https://a.preview.example.com"];
    const { status, stdout, stderr } = await runMain(argv);
    expect(JSON.parse(stdout)).toEqual({ fallback: policy });
    expect(stderr).toContain("not seen: ");
    expect(status).toBe(0);
  });

  test("says in one line that nobody answers", async () => {
    const { status, stderr } = await runMain(["config", "import", "http://127.0.0.1:1/"]);
    expect(stderr).toContain("concors: nothing is said about CORS there that could be understood.\n");
    expect(status).toBe(2);
  });
});
