import { FactsError, generate, targets } from "@concors/config";
import type { Facts, Generated, Loss, LossCode, TargetName } from "@concors/config";
import type { Policy } from "concors";
import type { ServerFix, ServerFixPart } from "../explanation.ts";
import { configCommand } from "./config-command.ts";

/**
 * A policy in the language of a server, as `@concors/config` writes it. It lets in no more origins than the policy does.
 *
 * @param url that the request failed at
 */
export function generatedFix(
  target: TargetName,
  policy: Policy,
  facts: Facts,
  url: URL,
): Pick<ServerFix, "name" | "facts" | "parts" | "notes" | "forPath" | "command"> {
  const { generated, known, notes } = generateFor(target, policy, facts);
  const isRefused = generated.files.length === 0;
  const { forPath, title } = targets.find(({ name }) => name === target)!;
  const losses = generated.losses.filter(({ effect }) => effect === "refused" || (!isRefused && effect !== "cosmetic"));
  return {
    name: title,
    facts: known,
    parts: generated.files.map((file) => partOf(target, file)),
    notes: [...new Set([...notes, ...losses.map(({ message }) => message)])],
    forPath: isRefused || !isPlainPath(url.pathname) ? null : (forPath?.("cors", url.pathname) ?? null),
    command: isRefused ? null : configCommand(target, policy, known),
  };
}

/** Whether a path is one of many, and nothing in it means anything to a server. */
function isPlainPath(path: string): boolean {
  return /^(?:\/[\w~-][\w.~-]*)+$/.test(path) && path.length <= 200;
}

interface Made {
  readonly generated: Generated;
  /** What it was made for. */
  readonly known: Facts;
  readonly notes: readonly string[];
}

function generateFor(target: TargetName, policy: Policy, facts: Facts): Made {
  const make = (known: Facts): Generated => generate(target, policy, known, { provenance: false });
  try {
    const generated = make(facts);
    const refused = generated.losses.filter(({ effect }) => effect === "refused");
    const isBearable = ({ code }: Loss): boolean =>
      code === "upstream-not-stripped" || (bearable.has(code) && policy.origins !== "*");
    if (refused.length === 0 || !refused.every(isBearable)) return { generated, known: facts, notes: [] };
    const known = refused.reduce<Facts>((more, { code }) => ({ ...more, ...bearable.get(code) }), facts);
    const mended = make(known);
    return mended.losses.every((loss) => loss.effect !== "wider" || isBearable(loss))
      ? { generated: mended, known, notes: refused.map(({ message }) => message) }
      : { generated, known: facts, notes: [] };
  } catch (error) {
    if (!(error instanceof FactsError) || facts.version === undefined) throw error;
    // A version that is too old, or that says something else than a version: what takes later ones is shown.
    const { version: _tooOld, ...others } = facts;
    const made = generateFor(target, policy, others);
    return { ...made, notes: [...made.notes, `${error.message}.`] };
  }
}

/** What is refused for its own sake, and in a fix is said instead: where origins are listed, it lets no other one in. */
const bearable: ReadonlyMap<LossCode, Partial<Facts>> = new Map<LossCode, Partial<Facts>>([
  // What a target cannot take out of an application's answers has to go from the application.
  ["upstream-not-stripped", { upstreamSendsCors: false }],
  ["credentials-not-chosen", { allowWider: true }],
  ["exposed-headers-not-chosen", { allowWider: true }],
  ["headers-not-chosen", { allowWider: true }],
  ["methods-not-chosen", { allowWider: true }],
  ["one-list-of-headers", { allowWider: true }],
]);

function partOf(target: TargetName, { path, text, where }: Generated["files"][number]): ServerFixPart {
  return { path, where, language: languageOf(target, path), code: text.replace(/\n$/, "") };
}

function languageOf(target: TargetName, path: string): ServerFixPart["language"] {
  const extension = /[^.]*$/.exec(path)?.[0] ?? "";
  if (extension !== "conf") return languages[extension] ?? "text";
  return target === "nginx" || target === "lighttpd" ? target : "apache";
}

const languages: Readonly<Record<string, ServerFixPart["language"]>> = {
  caddy: "caddyfile",
  cfg: "haproxy",
  config: "xml",
  cs: "csharp",
  env: "shell",
  htaccess: "apache",
  java: "java",
  js: "javascript",
  json: "json",
  lua: "lua",
  php: "php",
  py: "python",
  rb: "ruby",
  sh: "shell",
  vcl: "vcl",
  xml: "xml",
  yaml: "yaml",
};
