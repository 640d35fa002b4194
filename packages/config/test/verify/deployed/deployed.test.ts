import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generate } from "../../../src/index.ts";
import type { Generated } from "../../../src/index.ts";
import { connectTo, connectToUrl } from "../../../src/verify/exchange.ts";
import type { Connection } from "../../../src/verify/exchange.ts";
import { verify } from "../../../src/verify/index.ts";
import type { Rig, RunningServer } from "../../../src/verify/index.ts";
import { broken } from "../breaks/break.ts";
import { breaks } from "../breaks/index.ts";
import { makeCertificate } from "../certificate.ts";
import { p1, twoPolicies } from "../policies.ts";
import { runOrSkip } from "../run-or-skip.ts";
import { expectAll, linesOf, readers } from "../serve.ts";
import { expressApplication } from "./applications/express.ts";
import { fetchApplication } from "./applications/fetch.ts";
import { deployments } from "./deployments.ts";
import { behind, behindNginx } from "./fronts.ts";
import { compressedInFront, questionsFor } from "./questions.ts";
import type { Question } from "./questions.ts";

const all = deployments.flatMap(({ application, matrix, does, platform = [], fronts }) =>
  Object.entries(fronts).map(([where, front]) => ({
    name: `${application.target} ${where}`,
    rig: front === null ? application : behind(application, front),
    matrix: front === null ? matrix : behind(matrix, front),
    front,
    questions: { ...questionsFor(does), ...(front?.compresses === true ? compressedInFront : {}) },
    lost: [...platform, ...(front?.answers ?? [])],
  })),
);

describe.each(all)("$name", ({ rig, front, questions, lost }) => {
  const run = runOrSkip(rig);
  let server: RunningServer;
  let connection: Connection;
  beforeAll(async () => {
    if (!run) return;
    server = await rig.start(inputFor(rig));
    connection = connectTo(server.port, "api.example.net");
  });
  afterAll(async () => {
    if (!run) return;
    connection.close();
    await server.stop();
  });

  test.runIf(run).each(Object.entries(questions))("%s", async (_, question) => {
    await expectQuestion(connection, question);
  });

  const kept = front?.kept === undefined ? [] : [front.kept];
  test.runIf(run).each(kept)("what a cache keeps is kept for each origin: %s, %s", async (name, value) => {
    for (const origin of readers) {
      const asked = { method: "GET", path: "/cached", headerList: [["Origin", origin]] } as const;
      await connection.send(asked);
      const answer = await connection.send(asked);
      expect(linesOf(answer, name).join()).toMatch(value);
      expect(linesOf(answer, "Access-Control-Allow-Origin")).toEqual([origin]);
    }
  });

  test.runIf(run).each(lost)("a loss says that no page can read $path, $status", async (asked) => {
    const { path, status, method = "GET", body } = asked;
    const headerList = [["Origin", readers[0]!]] as const;
    const answer = await connection.send({ method, path, headerList, body });
    expect({ status: answer.status, allowOrigin: linesOf(answer, "Access-Control-Allow-Origin") }).toEqual({
      status,
      allowOrigin: [],
    });
    const codes = generate(rig.target, p1, { auth: status === 401 ? "basic" : "none" }).losses.map(({ code }) => code);
    expect(codes).toEqual(["front-not-covered", ...(status === 401 ? ["auth-before-preflight"] : [])]);
  });
});

describe.each(all.filter(({ front }) => front !== null))("$name, by HTTP/2 over TLS", ({ matrix: rig }) => {
  test.runIf(runOrSkip(rig))("does what policies by path say", async () => {
    const { misses } = await verify(rig.target, twoPolicies, {
      rig,
      certificate: await makeCertificate(),
      probes: 50,
    });
    expect(misses).toEqual([]);
  });
});

const perApplication = deployments.map(({ fronts, ...deployment }) => {
  const front = Object.values(fronts).find((one) => one?.server === "nginx") ?? behindNginx;
  return { ...deployment, front, name: `${deployment.application.target}, by ${front.upstream}` };
});

describe.each(perApplication)("$name", ({ application, does, front }) => {
  const made = generate("nginx", p1, { upstream: front.upstream, auth: "basic" });
  const covered = behind(application, front, made);
  const run = runOrSkip(covered);

  test.runIf(run)("leaves nothing unreadable to nginx, which the policy is generated for instead", async () => {
    const questions = Object.values(questionsFor({ ...does, catches: true }));
    await ask(covered, withoutPolicy(application), async (connection) => {
      for (const question of questions) await expectQuestion(connection, question);
      const answers = front.answers.map((asked) => ({ vary: "with others" as const, ...asked }));
      await expectAll(connection, { answers, preflights: ["/private", "/down"] });
    });
  });

  test.runIf(run)("fails each question without what is generated", async () => {
    await ask(behind(application, front), withoutPolicy(application), async (connection) => {
      for (const question of Object.values(questionsFor(does)))
        await expect(expectQuestion(connection, question)).rejects.toThrow(/expected/);
    });
  });

  const noVary = breaks[application.target]!.filter(([name]) => name === "no Vary").map((change) => ({ change }));

  test.runIf(run).each(noVary)(
    "gives one origin's answer to another from a cache, without Vary",
    async ({ change }) => {
      const { generated, ...input } = inputFor(application);
      await ask(behind(application, front), { ...input, generated: broken(generated, change) }, async (connection) => {
        const allowed: (readonly string[])[] = [];
        for (const origin of readers) {
          const answer = await connection.send({ method: "GET", path: "/cached", headerList: [["Origin", origin]] });
          allowed.push(linesOf(answer, "Access-Control-Allow-Origin"));
        }
        expect(allowed).toEqual([[readers[0]!], [readers[0]!]]);
      });
    },
  );
});

test.runIf(runOrSkip(expressApplication))("express stands before what asks for a password, as it says", async () => {
  const input = inputFor(expressApplication);
  expect(input.generated.files[0]!.where).toContain("before whatever answers");
  await ask(expressApplication, { ...input, own: "app.use(askForPassword);" }, async (connection) => {
    await expect(expectAll(connection, { answers: [], preflights: ["/few"] })).rejects.toThrow(/expected/);
  });
});

test.runIf(runOrSkip(fetchApplication))("workerd answers by TLS of its own", async () => {
  const server = await fetchApplication.start({
    ...inputFor(fetchApplication),
    certificate: await makeCertificate(),
  });
  const connection = connectToUrl(new URL(`https://127.0.0.1:${server.port}/`), true);
  try {
    const { does } = deployments.find(({ application }) => application === fetchApplication)!;
    for (const question of Object.values(questionsFor(does))) await expectQuestion(connection, question);
  } finally {
    connection.close();
    await server.stop();
  }
});

/** In the place of what is generated: nothing. */
const stubs: Readonly<Record<string, string>> = {
  php: "<?php\n",
  express: "export const withCors = (request, response, next) => next();",
  fetch: "export const withCors = (handler) => handler;",
  flask: "Cors = lambda application: application\n",
  django: "Cors = lambda application: application\n",
};

type Input = Parameters<Rig["start"]>[0];

function inputFor(rig: Rig): Input {
  const generated: Generated = generate(rig.target, p1, rig.facts);
  return { generated, upstreamPort: 1, deadPort: 1, own: "" };
}

function withoutPolicy(rig: Rig): Input {
  const { generated, ...input } = inputFor(rig);
  return { ...input, generated: { ...generated, files: [{ ...generated.files[0]!, text: stubs[rig.target]! }] } };
}

async function ask(rig: Rig, input: Input, use: (connection: Connection) => Promise<void>): Promise<void> {
  const server = await rig.start(input);
  const connection = connectTo(server.port, "api.example.net");
  try {
    await use(connection);
  } finally {
    connection.close();
    await server.stop();
  }
}

async function expectQuestion(connection: Connection, { first, ...question }: Question): Promise<void> {
  if (first !== undefined) await connection.send({ method: "GET", path: first, headerList: [["Origin", readers[0]!]] });
  await expectAll(connection, question);
}
