import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import phpParser from "php-parser";
import { describe, expect, test } from "vitest";
import { FactsError, generate, targets, upstreamKinds } from "../../src/index.ts";
import type { Facts, TargetName } from "../../src/index.ts";
import type { Target } from "../../src/target.ts";
import { isAtLeast } from "../../src/version.ts";
import { isHere } from "../support/program.ts";
import { bare, byPath, everything, openToAll, p1, p2, rareNames, withoutJson } from "./policies.ts";
import { since } from "./since.ts";
import type { Since } from "./since.ts";

const sites = [p1, p2, everything, openToAll, rareNames, withoutJson, bare, byPath];

const oldestOf = (target: TargetName): string => targets.find(({ name }) => name === target)!.oldest;

/** What is generated for every site, with whatever is known of a server of a version. */
function textsFor(target: TargetName, version: string): readonly string[] {
  const facts: Facts[] = upstreamKinds.flatMap((upstream) => [
    { version, upstream, auth: "none" },
    { version, upstream, auth: "basic" },
  ]);
  return facts
    .filter((known) => !isRefused(target, known))
    .flatMap((known) => sites.flatMap((site) => generate(target, site, known).files.map(({ text }) => text)));
}

function isRefused(target: TargetName, facts: Facts): boolean {
  try {
    generate(target, p1, facts);
    return false;
  } catch (error) {
    if (error instanceof FactsError) return true;
    throw error;
  }
}

function wordsOf(text: string, { words }: Since): readonly string[] {
  const code = text.replaceAll(/^\s*(?:#|--).*$/gm, "");
  return [...code.matchAll(words)].map(([, ...groups]) => groups.find((group) => group !== undefined)!);
}

describe.each(Object.entries(since) as [TargetName, Since][])("%s of the oldest version", (target, known) => {
  const oldest = oldestOf(target);

  test("knows every word of what is generated for it", () => {
    const words = [...new Set(textsFor(target, oldest).flatMap((text) => wordsOf(text, known)))];
    expect(words.filter((word) => !Object.hasOwn(known.since, word))).toEqual([]);
    expect(words.filter((word) => !isAtLeast(oldest, known.since[word]!))).toEqual([]);
    expect(words.length).toBeGreaterThan(5);
  });
});

test.each(targets.filter(({ tier }) => tier === "proven"))("$name refuses what is older than $oldest", (target) => {
  const older = olderThan(target);
  expect(() => generate(target.name as TargetName, bare, { version: older })).toThrow(
    `${target.title} ${older} is too old; this takes ${target.oldest} or later`,
  );
});

/** The version before the oldest. */
function olderThan({ oldest }: Target): string {
  const numbers = oldest.split(".").map(Number);
  const last = numbers.findLastIndex((number) => number > 0);
  return [...numbers.slice(0, last), numbers[last]! - 1].join(".");
}

test("nginx knows gRPC since 1.13.10", () => {
  expect(() => generate("nginx", p1, { version: "1.13.9", upstream: "grpc" })).toThrow(
    "nginx 1.13.9 asks no application by gRPC; that takes 1.13.10 or later",
  );
  expect(generate("nginx", p1, { version: "1.13.10", upstream: "grpc" }).files).toHaveLength(3);
});

describe("PHP 7.4", () => {
  const parse = (text: string): unknown =>
    new phpParser.Engine({ parser: { version: oldestOf("php") } }).parseCode(text, "cors.php");

  test("reads what is generated", () => {
    for (const text of textsFor("php", oldestOf("php"))) expect(() => parse(text)).not.toThrow();
  });

  test("does not read what PHP 8 does", () => {
    expect(() => parse("<?php $a?->b();")).toThrow(/./);
  });
});

const python = "/usr/bin/python3";

describe.runIf(isHere("Python", existsSync(python) ? null : "apt-get install python3"))("Python 3.6", () => {
  // Flask 2.0 and Django 3.2 run with it.
  const program = "import ast, json, sys\nfor text in json.load(sys.stdin): ast.parse(text, feature_version=(3, 6))";
  const parse = (texts: readonly string[]): unknown =>
    execFileSync(python, ["-c", program], { input: JSON.stringify(texts), stdio: ["pipe", "ignore", "pipe"] });

  test.each(["flask", "django"] as const)("reads what is generated for %s", (target) => {
    expect(() => parse(textsFor(target, oldestOf(target)))).not.toThrow();
  });

  test("does not read what Python 3.8 does", () => {
    expect(() => parse(["if (a := 1): pass"])).toThrow(/./);
  });
});
