import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { rolldown } from "rolldown";
import { namespaces } from "../ssrf/run-lab.ts";

const run = promisify(execFile);

/** Where cors-anywhere lies, as it was published. */
export const corsAnywhere: string = dirname(fileURLToPath(import.meta.resolve("cors-anywhere/package.json")));

/** A network of its own, with some names that lead to loopback. */
const world = `
  ip link set lo up
  mount --bind "$1/hosts" /etc/hosts
  mount --bind "$1/resolv.conf" /etc/resolv.conf
  shift
  exec "$@"
`;

const names = "localhost example.com example.com.com prefix.example.com robots.txt other.example.org";

/** A network, and a folder, in which programs run. */
export interface TestNetwork extends AsyncDisposable {
  readonly folder: string;
  /** Makes one CommonJS file of a module beside this one, and of all it imports. @returns its path */
  readonly bundle: (name: string) => Promise<string>;
  readonly run: (args: readonly string[], environment?: Readonly<Record<string, string>>) => Promise<string>;
}

export async function createTestNetwork(): Promise<TestNetwork> {
  const folder = await mkdtemp(join(tmpdir(), "concors-compat-"));
  const [certificate, key] = [join(folder, "certificate.pem"), join(folder, "key.pem")];
  await writeFile(join(folder, "hosts"), `127.0.0.1 ${names}\n`);
  // Nobody answers there, which is told at once.
  await writeFile(join(folder, "resolv.conf"), "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n");
  const what = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const whom = ["-subj", "/CN=example.com", "-addext", "subjectAltName=DNS:example.com,DNS:other.example.org"];
  await run("openssl", ["req", ...what, ...whom, "-keyout", key, "-out", certificate]);
  return {
    folder,
    async bundle(name) {
      const built = await rolldown({
        input: fileURLToPath(new URL(name, import.meta.url)),
        platform: "node",
        resolve: { conditionNames: ["concors-source", "import", "node", "default"] },
        external: [/cors-anywhere/],
      });
      const file = join(folder, name.replace(/\.ts$/, ".cjs"));
      await built.write({ file, format: "cjs" });
      return file;
    },
    async run(args, environment) {
      const { stdout } = await run(
        "unshare",
        [...namespaces, "bash", "--norc", "-euc", world, "world", folder, ...args],
        {
          env: {
            ...withoutProxies(process.env),
            NODE_EXTRA_CA_CERTS: certificate,
            PEER_SUITE: corsAnywhere,
            PEER_CERTIFICATE: certificate,
            PEER_KEY: key,
            ...environment,
          },
          maxBuffer: 64 * 1024 ** 2,
          timeout: 170_000,
        },
      );
      return stdout;
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/** No proxy of this machine is reached from there. */
function withoutProxies(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/_proxy$/i.test(name) && !/^(?:VITEST|NODE_OPTIONS)/.test(name)),
  );
}
