import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { freePort } from "../../config/src/verify/free-port.ts";
import { startProgram } from "./audit/program.ts";
import { serve } from "./audit/serve.ts";
import { startProcess } from "./servers/server-process.ts";
import { temporaryFolder } from "./temporary-folder.ts";

// What docs/proxy-operations.md tells people to write down is tried here, as far as this machine can.

const run = promisify(execFile);
const isCi = process.env["CI"] === "true";
const page = readFileSync(fileURLToPath(new URL("../../../docs/proxy-operations.md", import.meta.url)), "utf8");

/** A block of the page, in which something stands for what this machine does not have. */
function recipe(language: string, replace: Readonly<Record<string, string>>): string {
  const [, block = ""] = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "ms").exec(page) ?? [];
  return Object.entries(replace).reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replaceAll(from, to);
  }, block);
}

// Whoever is not root can be it in a network of their own, where the system lets them.
const newNetwork = ["--net", ...(process.getuid?.() === 0 ? [] : ["--map-root-user"])];
const hasFirewall = isCi || spawnSync("unshare", [...newNetwork, "nft", "list", "ruleset"]).status === 0;
if (!hasFirewall) console.warn("The firewall is not tried: it needs Linux, and apt-get install nftables iproute2.");

/** All of the world's addresses that matter here are this machine's own; what listens there says so. */
const reachable = `
import { createServer } from "node:http";
import { connect } from "node:net";
const open = (port) => new Promise((resolve) => createServer().listen(port, "::", resolve));
for (const port of [53, 80, 443, 6379, 8080]) await open(port);
const outcomes = JSON.parse(process.argv[1]).map(([host, port]) => new Promise((resolve) => {
  const socket = connect({ host, port, timeout: 2000 }, () => resolve(1));
  socket.on("error", () => resolve(0)).on("timeout", () => resolve("late"));
}));
process.stdout.write((await Promise.all(outcomes)).join(""), () => process.exit());
`;

const places: readonly (readonly [host: string, port: number, mayBeReached: 0 | 1])[] = [
  ["93.184.216.34", 443, 1],
  ["93.184.216.34", 80, 1],
  ["93.184.216.34", 8080, 0],
  ["2606:2800:220:1::1", 443, 1],
  ["127.0.0.53", 53, 1],
  ["127.0.0.53", 80, 0],
  ["127.0.0.1", 80, 0],
  ["127.0.0.1", 6379, 0],
  ["10.0.0.5", 80, 0],
  ["100.64.0.1", 443, 0],
  ["169.254.169.254", 80, 0],
  ["172.31.255.255", 80, 0],
  ["192.168.1.1", 443, 0],
  ["::1", 80, 0],
  ["fd00::1", 443, 0],
  ["64:ff9b::a00:5", 443, 0],
  ["2002:a00:5::1", 443, 0],
];

/** @param user whose traffic the firewall is for; null: without it */
async function reach(user: string | null): Promise<string> {
  const addresses = [...new Set(places.map(([host]) => host))].filter((host) => !/^127\.|^::1$/.test(host));
  const rules = user === null ? "" : recipe("nft", { '"concors-proxy"': user });
  const script = [
    "ip link set lo up",
    ...addresses.map((host) => `ip address add ${host}/${host.includes(":") ? 128 : 32} dev lo`),
    ...(user === null ? [] : ['printf %s "$2" | nft -f -']),
    'exec "$1" --input-type=module --eval "$3" "$4"',
  ].join("\n");
  const asked = JSON.stringify(places);
  const argv = [...newNetwork, "sh", "-euc", script, "sh", process.execPath, rules, reachable, asked];
  return (await run("unshare", argv)).stdout;
}

test.skipIf(!hasFirewall)(
  "behind the firewall, its user reaches what is public on two ports, is refused the rest at once, and others reach all",
  async () => {
    const all = "1".repeat(places.length);
    const [without, forAnother, forThis] = await Promise.all([reach(null), reach("12345"), reach("0")]);
    expect(without).toBe(all);
    expect(forAnother).toBe(all);
    expect(forThis).toBe(places.map(([, , want]) => want).join(""));
  },
);

const hasSystemd = isCi || spawnSync("systemd-analyze", ["--version"]).status === 0;
if (!hasSystemd) console.warn("The unit is not read by systemd, since that is not installed: apt-get install systemd");

test.skipIf(!hasSystemd)("systemd understands the unit, and finds little that it could harm", async () => {
  const unit = recipe("ini", { "/usr/bin/node": process.execPath });
  await using folder = await temporaryFolder({ "concors-proxy.service": unit });
  const file = join(folder.path, "concors-proxy.service");
  // What it does not know is a warning on standard error, and no failure.
  expect((await run("systemd-analyze", ["verify", "--man=no", file])).stderr).not.toContain("concors-proxy.service:");
  const { stdout } = await run("systemd-analyze", ["security", "--offline=true", "--no-pager", "--threshold=20", file]);
  expect(stdout).toContain("OK");
});

const hasNginx = isCi || spawnSync("nginx", ["-v"]).status === 0;
if (!hasNginx)
  console.warn("nginx is not put before the proxy, since it is not installed: apt-get install nginx-light");

test.skipIf(!hasNginx)(
  "behind nginx, a target keeps its slashes, a stream is not held back, and 51 at once are told so",
  async () => {
    let finish = (): void => {};
    await using api = await serve((request, response) => {
      if (request.url === "/events") {
        response.writeHead(200, { "Content-Type": "text/event-stream" }).write("data: first\n\n");
        finish = () => response.end();
      } else response.end(request.url);
    });
    const [port, behind] = [await freePort(), await freePort()];
    const server = recipe("nginx", {
      "127.0.0.1:8080": `127.0.0.1:${behind}`,
      "listen 443 ssl": `listen 127.0.0.1:${port}`,
      "  ssl_certificate /etc/ssl/proxy.pem;\n  ssl_certificate_key /etc/ssl/proxy.key;\n": "",
    });
    const configuration = `daemon off; pid {folder}/pid; error_log {folder}/error.log; events {}
http { access_log off; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
${server} }`;
    const proxy = startProgram(["proxy", "--port", String(behind), "--allow-network", "127.0.0.1"], 128);
    await new Promise<void>((resolve) => proxy.child.stdout!.once("data", () => resolve()));
    const nginx = await startProcess(port, { "nginx.conf": configuration }, (folder) => [
      "nginx",
      "-p",
      folder,
      "-e",
      `${folder}/error.log`,
      "-c",
      `${folder}/nginx.conf`,
    ]);
    try {
      const base = `http://127.0.0.1:${port}/${api.url}`;
      const headers = { Origin: "http://localhost:3000" };
      const answer = await fetch(`${base}//a//b?c=//d`, { headers });
      expect([answer.headers.get("access-control-allow-origin"), await answer.text()]).toEqual([
        headers.Origin,
        "//a//b?c=//d",
      ]);
      const events = await fetch(`${base}/events`, { headers });
      const reader = events.body!.getReader();
      const first = (await reader.read()) as { readonly value: Uint8Array };
      expect(new TextDecoder().decode(first.value)).toBe("data: first\n\n");
      finish();
      expect((await reader.read()).done).toBe(true);
      const statuses = await Promise.all(
        Array.from({ length: 80 }, async () => (await fetch(`${base}/`, { headers })).status),
      );
      expect(new Set(statuses)).toEqual(new Set([200, 429]));
    } finally {
      await nginx.stop();
      proxy.child.kill("SIGTERM");
      await proxy.ended;
    }
  },
);
