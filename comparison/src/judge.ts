import type { Answer, Ask, Exchange, Row, Start, Want } from "./row.ts";

/** What a library made of a row: nothing is said of what is right. */
export type Verdict = { readonly right: true } | { readonly right: false; readonly instead: string };

/** Plays a row. */
export async function judge(row: Row, start: Start, options: unknown): Promise<Verdict> {
  let server;
  try {
    server = await start(options, row.application);
  } catch (error) {
    return row.refuse ? { right: true } : { right: false, instead: `does not start: ${messageOf(error)}` };
  }
  try {
    const said: string[] = [];
    for (const exchange of row.exchanges) {
      const instead = await mistakeIn(exchange, server.ask, row.refuse === true);
      if (instead !== null) said.push(instead);
    }
    return said.length === 0 ? { right: true } : { right: false, instead: said.join("; ") };
  } finally {
    await server.close?.();
  }
}

const noAnswer = Symbol("no answer");

async function mistakeIn(exchange: Exchange, ask: Ask, shouldRefuse: boolean): Promise<string | null> {
  const want = exchange.want ?? {};
  const began = performance.now();
  const answer = await beforeLong(ask(exchange));
  if (answer === noAnswer) return "never answers";
  const mistakes = mistakesOf(want, answer);
  // What should not have started has no right answer, but for those that are named.
  if (shouldRefuse && exchange.want === undefined) mistakes.push(`starts, and answers ${shortOf(answer)}`);
  if (want.within !== undefined) {
    let shortest = performance.now() - began;
    for (let times = 0; times < 4; times++) {
      const again = performance.now();
      await ask(exchange);
      shortest = Math.min(shortest, performance.now() - again);
    }
    if (shortest > want.within) mistakes.push(`takes more than ${want.within} ms`);
  }
  return mistakes.length === 0 ? null : mistakes.join(", ");
}

function beforeLong<T>(promise: Promise<T>): Promise<T | typeof noAnswer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(noAnswer), 5000);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function mistakesOf(
  { status, application, headers = {}, varies = [], variesNot = [] }: Want,
  answer: Answer,
): string[] {
  const mistakes: string[] = [];
  if (status !== undefined && answer.status !== status) mistakes.push(`status ${answer.status}`);
  if (application !== undefined && (answer.body === "application") !== application) {
    mistakes.push(application ? `status ${answer.status} without the application` : "the application answers");
  }
  for (const [name, value] of Object.entries(headers)) {
    const lines = linesOf(answer, name);
    const same = value === null ? lines.length === 0 : lines.length === 1 && lines[0] === value;
    if (!same)
      mistakes.push(lines.length === 0 ? `no ${name}` : lines.map((line) => `${name}: ${cut(line)}`).join(" and "));
  }
  const names = linesOf(answer, "Vary").flatMap((line) => line.toLowerCase().split(/\s*,\s*/));
  const has = (name: string): boolean => names.includes(name.toLowerCase());
  if (!varies.every((name) => has(name) || (has("*") && !variesNot.includes("*"))) || variesNot.some(has)) {
    mistakes.push(names.length === 0 ? "no Vary" : `Vary: ${linesOf(answer, "Vary").join(", ")}`);
  }
  return mistakes;
}

function shortOf(answer: Answer): string {
  const told = ["Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"].flatMap((name) =>
    linesOf(answer, name).map((line) => `${name}: ${cut(line)}`),
  );
  return [String(answer.status), ...told].join(", ");
}

function linesOf({ headerList }: Answer, name: string): string[] {
  return headerList.filter(([key]) => key === name.toLowerCase()).map(([, value]) => value);
}

function cut(value: string): string {
  return value.length > 60 ? `${value.slice(0, 60)}… (${value.length} characters)` : value || "(empty)";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
