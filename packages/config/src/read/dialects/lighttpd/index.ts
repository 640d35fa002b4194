import type { Block } from "../../block.ts";
import type { LintCode } from "../../lint-words.ts";
import type { Dialect, SourceFile, Told, Unseen } from "../../reading.ts";
import { observeRoutes } from "../../simulation/observe-routes.ts";
import { luaCode } from "../../../targets/lighttpd/lua-code.ts";
import { otherProgram } from "../source/generated-grants.ts";
import { answerRequest } from "./answer-request.ts";
import { readLuaPolicy } from "./lua-policy.ts";
import { parseLighttpd } from "./parse-lighttpd.ts";

/** lighttpd: its conditions and the headers that they set, and the policy that Concors writes in Lua. */
export const lighttpd: Dialect = {
  name: "lighttpd",
  title: "lighttpd",
  recognizes: isLighttpd,
  read: (files): Told => {
    const unseen: Unseen[] = [];
    return { blocks: files.flatMap((file) => readFile(file, unseen)), unseen, findings: [] };
  },
};

function isLighttpd({ path, text }: SourceFile): boolean {
  if (/\.lua$/i.test(path)) return /\blighty\b|^local policies = \{/m.test(text);
  if (/\.\w+$/.test(path) && !/\.(?:conf|txt)$/i.test(path)) return false;
  return /^\s*(?:server\.(?:modules|document-root|port)\s*[:+]?=|setenv\.(?:add|set)-response-header\s*[:+]?=|magnet\.attract|\$(?:HTTP|REQUEST_HEADER)\[)/m.test(
    text,
  );
}

function readFile(file: SourceFile, unseen: Unseen[]): readonly Block[] {
  if (/\.lua$/i.test(file.path)) {
    const blocks = readLuaPolicy(file);
    if (blocks === null && /access-control-/i.test(file.text))
      unseen.push({ path: file.path, span: null, why: "What this program in Lua does is not told." });
    if (blocks !== null) unseen.push(...otherProgram(file, [luaCode.trimEnd().split("\n")]));
    return blocks ?? [];
  }
  const statements = parseLighttpd(file);
  if (!/access-control-allow-origin/i.test(file.text)) return [];
  const [first] = statements;
  if (first === undefined) return [];
  return observeRoutes({
    at: { path: file.path, span: { line: 1, column: 1, endLine: 1, endColumn: 1 } },
    scope: { kind: "all" },
    path: "/-",
    answer: (request, compared) =>
      answerRequest(request, statements, compared, (at, why) => {
        unseen.push({ ...at, why });
      }),
    write,
  });
}

const write: Partial<Readonly<Record<LintCode, string>>> = {
  "vary-missing": 'write setenv.add-response-header = ( "Vary" => "Origin" ), here and outside of the condition',
  "vary-sometimes": 'write setenv.add-response-header = ( "Vary" => "Origin" ) outside of the condition, too',
  "upstream-not-stripped": "write setenv.set-response-header, which leaves no other",
  "preflight-not-answered": "answer it by mod_magnet: lighttpd has no condition that answers with 204",
  "two-layers": "write setenv.set-response-header",
  "methods-missing": "set the headers whatever the method is",
};
