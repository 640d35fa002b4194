import type { Block } from "../../block.ts";
import type { Place } from "../../finding.ts";
import type { LintCode } from "../../lint-words.ts";
import type { Dialect, SourceFile, Told, Unseen } from "../../reading.ts";
import { observeRoutes } from "../../simulation/observe-routes.ts";
import type { SimulatedHeader, Simulation } from "../../simulation/simulation.ts";
import { answerRequest } from "./answer-request.ts";
import { parseHaproxy } from "./parse-haproxy.ts";
import type { Section } from "./parse-haproxy.ts";
import { Transaction } from "./transaction.ts";

/** HAProxy: its rules are carried out, those of each frontend with those of its backends. */
export const haproxy: Dialect = {
  name: "haproxy",
  title: "HAProxy",
  recognizes: isHaproxy,
  read: (files): Told => {
    const unseen: Unseen[] = [];
    const sections = withDefaults(files.flatMap((file) => parseHaproxy(file)));
    const note = (at: Place, why: string): void => {
      unseen.push({ ...at, why });
    };
    const blocks = saysCors(sections) ? readSections(sections, note) : [];
    return { blocks, unseen: blocks.length === 0 ? [] : unseen, findings: [] };
  },
};

function isHaproxy({ path, text }: SourceFile): boolean {
  // A part of nginx is called so as well: its lines end with a semicolon.
  if (/\.cfg$/i.test(path))
    return !/^\s*(?:add_header|more_set_headers|(?:proxy|fastcgi)_\w+)\s[^;#]*;\s*$/m.test(text);
  if (/\.\w+$/.test(path) && !/\.(?:conf|txt)$/i.test(path)) return false;
  return /^\s*(?:http-(?:request|response|after-response)\s+(?:set|add|del|return|deny)\b|frontend\s+[\w.-]+\s*$)/m.test(
    text,
  );
}

/** Sections with the lines of the `defaults` before them. */
function withDefaults(sections: readonly Section[]): readonly Section[] {
  let defaults: Section["lines"] = [];
  return sections.flatMap((section) => {
    if (section.kind === "defaults") defaults = section.lines;
    return proxies.has(section.kind) ? [{ ...section, lines: [...defaults, ...section.lines] }] : [];
  });
}

const proxies: ReadonlySet<string> = new Set(["", "frontend", "backend", "listen"]);

function saysCors(sections: readonly Section[]): boolean {
  return sections.some(({ lines }) =>
    lines.some(({ words }) => words.some(({ text }) => /access-control-|^lua\.cors/i.test(text))),
  );
}

function readSections(sections: readonly Section[], note: (at: Place, why: string) => void): readonly Block[] {
  const backends = new Map(sections.filter(({ kind }) => kind === "backend").map((section) => [section.name, section]));
  const used = new Set(
    sections.flatMap(({ lines }) =>
      lines.flatMap(({ keyword, words: [name] }) => (keyword.endsWith("_backend") && name ? [name.text] : [])),
    ),
  );
  const isOld = sections.some(({ lines }) => lines.some(({ keyword }) => beforeVersion2.test(keyword)));
  return sections
    .filter(({ kind, name }) => kind !== "backend" || !used.has(name))
    .flatMap((section) => readSection(section, backends, isOld, note));
}

/** What HAProxy 2.1 no longer takes: what is said here of later versions is not for it. */
const beforeVersion2 = /^(?:req|rsp)i?(?:add|del|rep|deny|allow|pass|tarpit)$/;

function readSection(
  section: Section,
  backends: ReadonlyMap<string, Section>,
  isOld: boolean,
  note: (at: Place, why: string) => void,
): readonly Block[] {
  const { lines } = section;
  const [first] = lines;
  if (first === undefined) return [];
  const simulation: Simulation = {
    at: (lines.find(({ words }) => words.some(({ text }) => /^access-control-/i.test(text))) ?? first).at,
    scope: { kind: "all" },
    path: "/-",
    answer: (request, compared) => {
      const answer = answerRequest(new Transaction(request, compared, note), section, backends);
      return isOld ? { ...answer, headers: answer.headers.map(withoutPatches) } : answer;
    },
    write: isOld ? writeBeforeVersion2 : write,
  };
  return observeRoutes(simulation);
}

function withoutPatches({ name, value, at, onErrors }: SimulatedHeader): SimulatedHeader {
  return { name, value, at, onErrors };
}

const preflight =
  "write http-request return status 204 if METH_OPTIONS { req.fhdr(origin) -m found } { req.fhdr(access-control-request-method) -m found }";

const write: Partial<Readonly<Record<LintCode, string>>> = {
  "vary-missing": "write http-after-response add-header Vary Origin",
  "vary-sometimes": "write http-after-response add-header Vary Origin, without a condition",
  "headers-missing-on-errors": "write http-after-response, which is for the errors of HAProxy too",
  "upstream-not-stripped": "write set-header, or http-after-response del-header Access-Control-Allow-Origin before",
  "preflight-not-answered": preflight,
  "plain-options-swallowed": preflight,
  "preflight-without-headers": "write http-after-response: http-response is not for what HAProxy answers itself",
  "preflight-after-authentication": "write http-request return before http-request auth",
  "two-layers": "write set-header in the place of add-header",
  "methods-missing": "set the headers whatever the method is",
};

const writeBeforeVersion2: Partial<Readonly<Record<LintCode, string>>> = {
  ...write,
  "vary-missing": "write http-response add-header Vary Origin",
  "vary-sometimes": "write http-response add-header Vary Origin, without a condition",
  "headers-missing-on-errors": "write http-after-response, which is for the errors of HAProxy too; since HAProxy 2.2",
  "upstream-not-stripped": "write http-response set-header",
  "preflight-not-answered": "answer it in the application: HAProxy answers with headers since 2.2",
  "plain-options-swallowed": "hand it to the application, or use HAProxy 2.2: http-request return",
};
