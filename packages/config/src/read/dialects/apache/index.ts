import type { Block, Scope } from "../../block.ts";
import type { LintCode } from "../../lint-words.ts";
import type { Dialect, SourceFile, Told } from "../../reading.ts";
import { observe } from "../../simulation/observe.ts";
import { observeRoutes } from "../../simulation/observe-routes.ts";
import type {
  Compared,
  SimulatedAnswer,
  SimulatedHeader,
  SimulatedRequest,
  Simulation,
} from "../../simulation/simulation.ts";
import { Environment } from "./environment.ts";
import { evaluateExpression } from "./evaluate-expression.ts";
import { headerTables } from "./header-tables.ts";
import { parseApache } from "./parse-apache.ts";
import type { Directive } from "./parse-apache.ts";
import { rewrite } from "./rewrite.ts";
import { setVariables } from "./set-variables.ts";

/** Apache, in a server's configuration and in a folder's `.htaccess`. */
export const apache: Dialect = {
  name: "apache",
  title: "Apache",
  recognizes: isApache,
  read: (files): Told => {
    const blocks = files.flatMap((file) => readFile(file));
    return { blocks, unseen: [], findings: [] };
  },
};

function isApache({ path, text }: SourceFile): boolean {
  if (/(?:^|\/)\.htaccess$|\.htaccess$/.test(path)) return true;
  if (/\.(?:[cm]?[jt]sx?|json|ya?ml|xml|vcl|cfg|lua|php|py)$/i.test(path)) return false;
  return /^\s*(?:SetEnvIf(?:NoCase|Expr)?\s|Header\s+(?:always\s|onsuccess\s)?(?:set|add|append|merge|unset|edit)\s|Rewrite(?:Rule|Engine|Cond)\s|<(?:VirtualHost|Directory|Location|IfModule|Files)(?:Match)?[\s>])/im.test(
    text,
  );
}

/** A part of a file, with everything that is at work there. */
interface Part {
  readonly scope: Scope;
  readonly directives: readonly Directive[];
  /** `ServerName` of the virtual host that it is in. */
  readonly server: string | undefined;
  /** Whether it is for a folder: its rewrite rules run after the password. */
  readonly inFolder: boolean;
}

function readFile(file: SourceFile): readonly Block[] {
  const inFolder = file.path.endsWith(".htaccess");
  const parts = partsOf(parseApache(file), [], inFolder, { kind: "all" });
  const blocks = parts.flatMap((part) => readPart(part));
  return blocks.some(({ origins }) => origins.length > 0) || blocks.length > parts.length ? blocks : [];
}

const transparent: ReadonlySet<string> = new Set([
  "ifmodule",
  "ifdefine",
  "ifversion",
  "requireany",
  "requireall",
  "limitexcept",
]);

/** The sections for paths; each has what is around it, and then its own. */
function partsOf(
  directives: readonly Directive[],
  around: readonly Directive[],
  inFolder: boolean,
  scope: Scope,
  server?: string,
): readonly Part[] {
  const flat = flatten(directives);
  const plain = [
    ...around,
    ...flat.filter(({ block, name }) => block === null || name === "if" || name === "elseif" || name === "else"),
  ];
  const sections = flat.flatMap((section): readonly Part[] => {
    const { name, block, arguments: words } = section;
    if (block === null || name === "if" || name === "elseif" || name === "else") return [];
    const path = words.at(-1)?.text ?? "";
    switch (name) {
      case "virtualhost":
        // One that redirects to another has no policy beside the other's.
        return saysCors([...plain, ...block]) ? partsOf(block, plain, inFolder, scope, serverName(block)) : [];
      case "directory":
        return partsOf(block, plain, true, scope, server);
      case "location":
        return partsOf(block, plain, true, locationScope(path), server);
      case "limit":
        return [];
      default:
        return partsOf(block, plain, true, { kind: "other", text: `<${name} ${path}>` }, server);
    }
  });
  const covers = sections.some((part) => part.scope.kind === "all" && scope.kind === "all");
  return covers ? sections : [{ scope, directives: plain, inFolder, server }, ...sections];
}

function saysCors(directives: readonly Directive[]): boolean {
  return directives.some(
    ({ arguments: words, block }) =>
      words.some(({ text }) => /^access-control-/i.test(text)) || (block !== null && saysCors(block)),
  );
}

function serverName(block: readonly Directive[]): string | undefined {
  return block.find(({ name }) => name === "servername")?.arguments[0]?.text;
}

function flatten(directives: readonly Directive[]): readonly Directive[] {
  return directives.flatMap((one) => (one.block !== null && transparent.has(one.name) ? flatten(one.block) : [one]));
}

function locationScope(path: string): Scope {
  if (path === "/") return { kind: "all" };
  return path.startsWith("/")
    ? { kind: "prefix", path: path.replace(/\/$/, "") }
    : { kind: "other", text: `<Location ${path}>` };
}

function readPart(part: Part): readonly Block[] {
  const [first] = part.directives;
  if (first === undefined) return [];
  const { scope } = part;
  const simulation: Simulation = {
    at: part.directives.find(({ name }) => name === "header")?.at ?? first.at,
    scope,
    path: scope.kind === "prefix" ? `${scope.path}/x` : "/-",
    answer: (request, compared) => answerRequest(request, part, compared),
    write,
  };
  const blocks = scope.kind === "all" ? observeRoutes(simulation) : [{ ...observe(simulation), isPart: true }];
  return blocks.map((one) => ({ ...one, server: part.server }));
}

function answerRequest(request: SimulatedRequest, { directives, inFolder }: Part, compared: Compared): SimulatedAnswer {
  const environment = new Environment(request, compared);
  setVariables(directives, environment);
  const end = rewrite(directives, environment, inFolder);
  const { onSuccess, always, replaced } = headerTables(withConditions(directives, environment), environment);
  const isProxied = directives.some(({ name }) => /^proxypass(?:match)?$/.test(name));
  const vary: readonly SimulatedHeader[] =
    environment.varies && directives[0] !== undefined
      ? [{ name: "Vary", value: "Origin", at: directives[0].at, onErrors: false }]
      : [];
  return {
    by: end !== null ? "here" : isProxied ? "application" : "unknown",
    status: end?.status ?? null,
    at: end?.rule.at,
    headers: [...(end === null ? onSuccess : []), ...always, ...vary],
    strips: replaced.has("access-control-allow-origin"),
    asksPassword: (end === null || inFolder) && asksPassword(directives, environment),
  };
}

/** `<If>`: its directives are at work if its condition holds. */
function withConditions(directives: readonly Directive[], environment: Environment): readonly Directive[] {
  return directives.flatMap((directive) => {
    const { name, block, arguments: words, at } = directive;
    if (block === null) return [directive];
    if (name !== "if") return [];
    return evaluateExpression(words[0]?.text ?? "", environment, at) === true
      ? withConditions(flatten(block), environment)
      : [];
  });
}

/** `Require valid-user`, and nothing beside that lets preflights pass. */
function asksPassword(directives: readonly Directive[], environment: Environment): boolean {
  const requirements = directives
    .filter(({ name }) => name === "require")
    .map(({ arguments: words }) => words.map(({ text }) => text));
  const lets = requirements.some(
    ([kind, ...values]) =>
      (kind === "env" && values.some((name) => environment.get(name) !== undefined)) ||
      (kind === "method" && values.includes(environment.request.method)) ||
      kind === "expr",
  );
  return !lets && requirements.some(([kind]) => kind === "valid-user" || kind === "user" || kind === "group");
}

const preflight =
  "write SetEnvIfExpr \"%{REQUEST_METHOD} == 'OPTIONS' && -n req_novary('Access-Control-Request-Method')\" PREFLIGHT, RewriteCond %{ENV:PREFLIGHT} . and RewriteRule ^ - [R=204,L]";

const write: Partial<Readonly<Record<LintCode, string>>> = {
  "vary-missing": "write Header always merge Vary Origin",
  "vary-sometimes": "write Header always merge Vary Origin, without a condition",
  "headers-missing-on-errors": "write Header always set, and Header onsuccess unset before it",
  "upstream-not-stripped":
    "write Header onsuccess unset Access-Control-Allow-Origin before, and so for each CORS header",
  "preflight-not-answered": preflight,
  "plain-options-swallowed": preflight,
  "preflight-without-headers": "write Header always set: what ends at a rewrite rule has no other headers",
  "preflight-after-authentication": "write Require env PREFLIGHT beside Require valid-user, in <RequireAny>",
  "two-layers": "write Header onsuccess unset before Header always set",
  "methods-missing": "set the headers whatever the method is",
};
