import process from "node:process";
import { beforeAll, describe, expect, test } from "vitest";
import type { Outcome } from "./lab.ts";
import { canMakeNetworks, runLab } from "./run-lab.ts";
import type { Break } from "./run-lab.ts";
import vectors from "./vectors.json" with { type: "json" };

const canRun = (await canMakeNetworks()) || process.env["CI"] === "true";
if (!canRun) console.info("Skipped: the SSRF lab needs root, or user namespaces, and ip: apt-get install iproute2");

const all = vectors.map(([id, url]) => [id!, url!] as const);

describe.skipIf(!canRun)("in a network where every address answers", () => {
  let outcomes: ReadonlyMap<string, Outcome>;

  beforeAll(async () => {
    outcomes = new Map((await runLab({ vectors: all })).map((outcome) => [outcome.id, outcome]));
  }, 120_000);

  test.each(rows("block"))("%s: %j reaches nothing that is not public", (id) => {
    const { reached, statuses } = outcomes.get(id)!;
    expect(reached).toEqual([]);
    // A name that changes its mind is public at first.
    if (!id.startsWith("dns-rebind") && id !== "redir.13") expect(Math.min(...statuses)).toBeGreaterThanOrEqual(400);
  });

  test.each(rows("allow"))("%s: %j is fetched", (id) => {
    const { reached, statuses } = outcomes.get(id)!;
    expect(reached).toEqual([]);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });
});

function rows(want: "allow" | "block"): readonly (readonly [id: string, url: string])[] {
  return vectors.filter((row) => row[2] === want).map(([id, url]) => [id!, url!] as const);
}

/** Names that are public for some time, and then are not: each time that somebody checks and then asks again, he loses. */
const sweep = [1, 2, 3, 4, 5, 7, 8, 9, 10, 12].map(
  (count) => [`sweep.${count}`, `http://rebind${count}-sweep.lab.com/`] as const,
);

test.skipIf(!canRun)(
  "a name that changes its mind, after however many answers, leads nowhere",
  async () => {
    const outcomes = await runLab({ vectors: sweep });
    expect(outcomes.filter(({ reached }) => reached.length > 0)).toEqual([]);
    // It was fetched while it was public, so that there was something to change.
    expect(outcomes.map(({ statuses }) => statuses[0])).toEqual(sweep.map(() => 200));
  },
  60_000,
);

test.skipIf(!canRun)(
  "names that no name server answers keep nobody from others",
  async () => {
    const asked = [...rows("allow"), ...rows("block").filter(([id]) => id.startsWith("dns-"))];
    const outcomes = await runLab({ vectors: asked, silent: 40 });
    expect(outcomes.filter(({ reached }) => reached.length > 0)).toEqual([]);
    const isAllowed = new Set(rows("allow").map(([id]) => id));
    const allowed = outcomes.filter(({ id }) => isAllowed.has(id));
    expect(allowed.filter(({ statuses }) => statuses.some((status) => status !== 200))).toEqual([]);
  },
  60_000,
);

test.skipIf(!canRun)(
  "whoever is asked about a name, the system or a name server: nothing that is not public is reached",
  async () => {
    const onlyNameServers = { file: "guard/look-up.ts", replace: ["const most = 2", "const most = 0"] } as const;
    const outcomes = await runLab({ vectors: [...all, ...sweep], breaks: [onlyNameServers] });
    expect(outcomes.filter(({ reached }) => reached.length > 0)).toEqual([]);
    const isAllowed = new Set([...rows("allow"), ...sweep].map(([id]) => id));
    const allowed = outcomes.filter(({ id }) => isAllowed.has(id));
    expect(allowed.filter(({ statuses }) => statuses[0] !== 200)).toEqual([]);
  },
  60_000,
);

describe.skipIf(!canRun)("the lab notices", () => {
  /** One vector of each family. */
  const families = all.filter(([id]) => /^[^.]*(?:\.1)?$/.test(id));
  const connector = "guard/guarded-connector.ts";
  const urlUnjudged = { file: "guard/guard.ts", replace: ["literal === null ||", "true ||"] } as const;
  const literalsUnjudged = { file: connector, replace: ["!addresses.allows(target.hostname)", "false"] } as const;
  const answersUnjudged = { file: connector, replace: ["!areAllowed(answers, addresses)", "false"] } as const;
  const socketUnjudged = {
    file: connector,
    replace: ['addresses.allows(socket.remoteAddress ?? "")', "true"],
  } as const;

  async function reachedWith(...breaks: readonly Break[]): Promise<readonly string[]> {
    const outcomes = await runLab({ vectors: families, breaks });
    return outcomes.filter(({ reached }) => reached.length > 0).map(({ id }) => id);
  }

  test("a proxy without a guard, by nearly every way in", async () => {
    const reached = await reachedWith(urlUnjudged, literalsUnjudged, answersUnjudged, socketUnjudged);
    for (const id of ["lo4.1", "linklocal-md.1", "mapped.1", "compat.1", "dns-a.1", "dns-rebind.1", "redir.1"])
      expect(reached).toContain(id);
  }, 60_000);

  test("a proxy that judges URLs alone, by names", async () => {
    const reached = await reachedWith(literalsUnjudged, answersUnjudged, socketUnjudged);
    for (const id of ["dns-a.1", "dns-aaaa.1", "dns-cname.1", "dns-mixed.1", "dns-rebind.1"])
      expect(reached).toContain(id);
    expect(reached).not.toContain("lo4.1");
  }, 60_000);

  test("a proxy that asks the system alone, by whom it keeps waiting", async () => {
    const systemAlone = { file: "guard/look-up.ts", replace: ["asked >= most", "false"] } as const;
    const [outcome] = await runLab({ vectors: rows("allow").slice(0, 1), breaks: [systemAlone], silent: 40 });
    expect(new Set(outcome!.statuses)).toEqual(new Set([504]));
  }, 60_000);

  test("nothing, as long as connections are judged, before they are made or after", async () => {
    expect(await reachedWith(urlUnjudged)).toEqual([]);
    expect(await reachedWith(urlUnjudged, literalsUnjudged, answersUnjudged)).toEqual([]);
  }, 60_000);
});
