import { execFile, spawnSync } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { describe, test } from "vitest";
import type { Report } from "@concors/explain";

const isCi = process.env["CI"] === "true";
// Whoever is not root can be it in a network of their own, where the system lets them.
const newNetwork = ["--net", "--mount", ...(process.getuid?.() === 0 ? [] : ["--map-root-user"])];
const isPossible = isCi || spawnSync("unshare", [...newNetwork, "ip", "link"]).status === 0;
if (!isPossible)
  console.warn("Networks of the tests' own are not tried: they need Linux, and apt-get install iproute2.");

const program = fileURLToPath(new URL("../bin/concors.js", import.meta.url));
const nameServer = fileURLToPath(new URL("name-server.js", import.meta.url));

/** Runs commands of a shell in a network that has nothing but what they make, and gives what they print. */
function inNetwork(script: string): Promise<Report> {
  const argv = [...newNetwork, "sh", "-euc", `ip link set lo up\n${script}`, "sh", process.execPath, program];
  return new Promise((resolve, reject) => {
    // A check that blocks, or is inconclusive, is no failure here.
    execFile("unshare", [...argv, nameServer], (error, stdout, stderr) => {
      if (stdout.startsWith("{")) resolve(JSON.parse(stdout) as Report);
      else reject(new Error(stderr, { cause: error }));
    });
  });
}

/** What is asked, with the network that `before` makes. */
function check(before: string, url: string): Promise<Report> {
  return inNetwork(`${before}\n"$1" "$2" check ${url} --from http://app.test --timeout 1 --json`);
}

/** A cable to nowhere, where 192.0.2.1 would be. */
const swallowing = `\
ip link add here type veth peer name nowhere
ip address add 192.0.2.2/24 dev here
ip link set nowhere up
ip link set here up
ip neighbour add 192.0.2.1 lladdr 02:00:00:00:00:01 dev here`;

/** Starts the name server, and has the resolver ask it. */
const naming = (...names: readonly string[]): string => `\
printf 'nameserver 127.0.0.1\\noptions timeout:1 attempts:1\\n' > /run/concors-resolv.$$
mount --bind /run/concors-resolv.$$ /etc/resolv.conf
rm /run/concors-resolv.$$
mkfifo /run/concors-ready.$$
"$1" "$3" ${names.join(" ")} > /run/concors-ready.$$ &
trap "kill $!" EXIT
read -r _ready < /run/concors-ready.$$
rm /run/concors-ready.$$`;

describe.skipIf(!isPossible)("in a network of its own", () => {
  test.concurrent("without a way out, an address cannot be reached", async ({ expect }) => {
    const { explanations } = await check("", "http://192.0.2.1/");
    expect(explanations[0]?.cause?.code).toBe("NET-07");
  });

  test.concurrent("an address that swallows everything does not answer in time", async ({ expect }) => {
    const { explanations } = await check(swallowing, "http://192.0.2.1/");
    expect(explanations[0]?.cause?.code).toBe("NET-04");
    const found = explanations[0]?.lookalikes.find(({ code }) => code === "dns");
    expect(found?.ruledOutBy).toContain("an address instead of a name");
  });

  test.concurrent("a name that DNS does not know", async ({ expect }) => {
    const { explanations } = await check(naming("api.test=127.0.0.1"), "http://apo.test/");
    expect(explanations[0]?.cause?.code).toBe("NET-01");
  });

  test.concurrent("a name with an address of each family, and nothing at either", async ({ expect }) => {
    const { explanations } = await check(naming("api.test=127.0.0.1", "api.test=::1"), "http://api.test:8080/");
    expect(explanations[0]?.cause?.code).toBe("NET-02");
    const told = explanations[0]?.lookalikes.filter(({ code }) => /^(?:dns|tcp)/.test(code));
    expect(told?.map(({ finding, ruledOutBy }) => finding ?? ruledOutBy)).toEqual([
      expect.stringMatching(/^api\.test has the address (?:127\.0\.0\.1 and ::1|::1 and 127\.0\.0\.1)$/),
      "Connection refused [NET-02]",
      "[::1]:8080 refuses connections",
    ]);
  });
});
