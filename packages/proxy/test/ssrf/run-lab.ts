import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { rolldown } from "rolldown";
import type { Outcome } from "./lab.ts";

const run = promisify(execFile);

/** A part of the proxy, and what it is replaced by, to see that the lab notices. */
export interface Break {
  /** The end of its path. */
  readonly file: string;
  readonly replace: readonly [text: string, by: string];
}

export interface LabOptions {
  readonly vectors: readonly (readonly [id: string, url: string])[];
  readonly privateNetworks?: readonly string[];
  readonly breaks?: readonly Break[];
  /** Names that are asked for before the vectors, and that no name server answers. */
  readonly silent?: number;
}

/**
 * All addresses are of this machine, IPv4 and IPv6, those of the rest of the world among them; names are resolved by the
 * lab's own server. It is another network: nothing gets out of it.
 */
const world = `
  ip link set lo up
  ip route add local 0.0.0.0/0 dev lo
  ip -6 route add local ::/0 dev lo
  mount --bind "$1/hosts" /etc/hosts
  mount --bind "$1/resolv.conf" /etc/resolv.conf
  exec "$2" "$1/lab.mjs" "$3" "$4" "$5"
`;

/** Plays vectors against a proxy of the sources, in a network that is made for it. */
export async function runLab(
  { vectors, privateNetworks = [], breaks = [], silent = 0 }: LabOptions,
  timeout = 60_000,
): Promise<readonly Outcome[]> {
  const folder = await mkdtemp(join(tmpdir(), "concors-ssrf-"));
  try {
    await writeFile(join(folder, "hosts"), "127.0.0.1 localhost\n::1 localhost ip6-localhost\n");
    await writeFile(join(folder, "resolv.conf"), "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n");
    await bundle(join(folder, "lab.mjs"), breaks);
    const lists = [JSON.stringify(privateNetworks), JSON.stringify(vectors), String(silent)];
    const { stdout } = await run(
      "unshare",
      [...namespaces, "bash", "--norc", "-euc", world, "lab", folder, process.execPath, ...lists],
      { maxBuffer: 10 * 1024 ** 2, timeout },
    );
    return JSON.parse(stdout) as readonly Outcome[];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Who is not root is root of a namespace of users, where that is allowed. */
export const namespaces: readonly string[] = [
  "--net",
  "--mount",
  "--propagation=private",
  ...(process.getuid?.() === 0 ? [] : ["--map-root-user"]),
];

/** Whether networks can be made here. */
export async function canMakeNetworks(): Promise<boolean> {
  try {
    await run("unshare", [...namespaces, "ip", "link", "set", "lo", "up"]);
    return true;
  } catch {
    return false;
  }
}

async function bundle(file: string, breaks: readonly Break[]): Promise<void> {
  const built = await rolldown({
    input: fileURLToPath(new URL("lab.ts", import.meta.url)),
    platform: "node",
    resolve: { conditionNames: ["concors-source", "import", "node", "default"] },
    plugins: [{ name: "break", transform: (code, id) => brokenBy(breaks, code, id) }],
  });
  await built.write({ file, format: "esm" });
}

/** @throws Error if what is to be replaced is not there: a break that breaks nothing shows nothing */
function brokenBy(breaks: readonly Break[], code: string, id: string): string {
  let broken = code;
  for (const { file, replace } of breaks) {
    if (!id.endsWith(file)) continue;
    if (!broken.includes(replace[0])) throw new Error(`${file} has no ${replace[0]}`);
    broken = broken.replace(...replace);
  }
  return broken;
}
