import type { Block } from "../../block.ts";
import type { Place } from "../../finding.ts";
import type { LintCode } from "../../lint-words.ts";
import type { Dialect, SourceFile, Told, Unseen } from "../../reading.ts";
import { observeRoutes } from "../../simulation/observe-routes.ts";
import type { Simulation } from "../../simulation/simulation.ts";
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
  return sections
    .filter(({ kind, name }) => kind !== "backend" || !used.has(name))
    .flatMap((section) => readSection(section, backends, note));
}

function readSection(
  section: Section,
  backends: ReadonlyMap<string, Section>,
  note: (at: Place, why: string) => void,
): readonly Block[] {
  const { lines } = section;
  const [first] = lines;
  if (first === undefined) return [];
  const simulation: Simulation = {
    at: (lines.find(({ words }) => words.some(({ text }) => /^access-control-/i.test(text))) ?? first).at,
    scope: { kind: "all" },
    path: "/-",
    answer: (request, compared) => answerRequest(new Transaction(request, compared, note), section, backends),
    write,
  };
  return observeRoutes(simulation);
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
