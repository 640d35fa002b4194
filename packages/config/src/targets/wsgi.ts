import { ambiguousPathPattern } from "../ambiguous-path.ts";
import {
  actualHeaders,
  commonHeaders,
  echoedNames,
  preflightHeaders,
  repeatsHeaders,
  repeatsMethod,
} from "../plan/grant-headers.ts";
import { originsExpression } from "../plan/origin-expression.ts";
import type { Grant, Plan, PlannedRoute } from "../plan/plan.ts";
import type { Emitted, Target } from "../target.ts";
import { applicationAbilities } from "./application.ts";
import { lines } from "./lines.ts";

/**
 * Flask, by a WSGI middleware around the application: `flask-cors` leaves `Vary` out for origins that it refuses, and
 * takes origins for regular expressions that ignore case.
 */
export const flask: Target = wsgiTarget(
  { name: "flask", title: "Flask", version: "2.2.2", oldest: "2.0" },
  (name) => `imported where the application is made: from ${name} import Cors; app.wsgi_app = Cors(app.wsgi_app)`,
);

/** Django, by a WSGI middleware around the application, before every middleware of Django's. */
export const django: Target = wsgiTarget(
  { name: "django", title: "Django", version: "3.2.19", oldest: "3.2" },
  (name) => `imported in wsgi.py: from ${name} import Cors; application = Cors(get_wsgi_application())`,
);

function wsgiTarget(
  named: Pick<Target, "name" | "title" | "version" | "oldest">,
  where: (module: string) => string,
): Target {
  return {
    ...named,
    tier: "proven",
    can: applicationAbilities,
    emit: (plan): Emitted => {
      const module = `${plan.name}_policy`;
      return {
        files: [{ path: `${module}.py`, where: where(module), text: source(plan), comment: "#" }],
        check: [`python3 -m py_compile ${module}.py`],
      };
    },
  };
}

/** @see https://peps.python.org/pep-3333/ */
function source(plan: Plan): string {
  return lines(
    "import re",
    "",
    "GRANTS = {",
    plan.grants.flatMap(grantLines),
    "}",
    "",
    "# The first that takes a path decides; 0 for none, as for paths that servers read differently.",
    "ROUTES = [",
    plan.routes.length > 0 && [
      `    (re.compile(${quoted(ambiguousPathPattern)}).search, 0),`,
      ...plan.routes.map(
        (route) => `    (re.compile(${quoted(pathExpression(route))}).match, ${route.grant?.number ?? 0}),`,
      ),
      ...plan.routes
        .filter(({ path }) => /[a-z]/i.test(path))
        .map((route) => `    (re.compile(${quoted(pathExpression(route))}, re.IGNORECASE).match, 0),`),
    ],
    "]",
    `FALLBACK = ${plan.fallback?.number ?? 0}`,
    "",
    wsgiProgram(plan.strip),
  );
}

function grantLines(grant: Grant): readonly string[] {
  const { number, origins } = grant;
  const list = (rows: readonly (readonly [string, string])[]): string =>
    `[${rows.map(([name, value]) => `("${name}", "${value}")`).join(", ")}]`;
  return [
    `    ${number}: {`,
    `        "origins": ${origins === "*" ? "None" : `re.compile(${quoted(originsExpression(origins))})`},`,
    `        "always": ${list(commonHeaders(grant))},`,
    `        "actual": ${list(actualHeaders(grant))},`,
    `        "preflight": ${list(preflightHeaders(grant))},`,
    `        "any_method": ${repeatsMethod(grant) ? "True" : "False"},`,
    `        "any_header": ${repeatsHeaders(grant) ? "True" : "False"},`,
    "    },",
  ];
}

/** What reads the tables of a policy: the same for every policy. */
export function wsgiProgram(strip: readonly string[]): readonly string[] {
  return [
    "# Only this file sets them: whatever the application says about CORS is replaced.",
    `STRIPPED = {${strip.map((name) => `"${name.toLowerCase()}"`).join(", ")}}`,
    "",
    "",
    ...classLines,
  ];
}

const classLines = [
  "class Cors:",
  '    """Wraps a WSGI application, and enforces the policy for all of its answers."""',
  "",
  "    def __init__(self, application):",
  "        self.application = application",
  "",
  "    def __call__(self, environ, start_response):",
  '        origin = environ.get("HTTP_ORIGIN")',
  '        asked = environ.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD")',
  '        is_preflight = environ["REQUEST_METHOD"] == "OPTIONS" and origin is not None and asked is not None',
  "        grant = GRANTS.get(self.route(environ))",
  '        may_read = grant is not None and (grant["origins"] is None or self.matches(grant["origins"], origin))',
  "        headers = self.headers(grant, environ, is_preflight) if may_read else []",
  '        if grant is not None and grant["origins"] is not None:',
  '            headers.append(("Vary", "Origin"))',
  "",
  "        def answer(status, own, exc_info=None):",
  "            kept = [header for header in own if header[0].lower() not in STRIPPED]",
  "            return start_response(status, kept + headers, exc_info)",
  "",
  "        if is_preflight:",
  '            answer("204 No Content" if may_read else "403 Forbidden", [])',
  '            return [b""]',
  "        return self.application(environ, answer)",
  "",
  "    @staticmethod",
  "    def matches(expression, text):",
  "        return text is not None and expression.fullmatch(text) is not None",
  "",
  "    @staticmethod",
  "    def route(environ):",
  "        # As it was sent, if the server tells.",
  '        path = environ.get("REQUEST_URI") or environ.get("RAW_URI")',
  "        if path is None:",
  '            path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")',
  '        path = path.split("?", 1)[0]',
  "        return next((number for takes, number in ROUTES if takes(path)), FALLBACK)",
  "",
  "    def headers(self, grant, environ, is_preflight):",
  '        origin = "*" if grant["origins"] is None else environ["HTTP_ORIGIN"]',
  '        headers = [("Access-Control-Allow-Origin", origin), *grant["always"]]',
  "        if not is_preflight:",
  '            return headers + grant["actual"]',
  '        headers += grant["preflight"]',
  "        # Beside credentials * is a name like any other, so what is asked for is repeated.",
  '        if grant["any_method"]:',
  '            method = environ["HTTP_ACCESS_CONTROL_REQUEST_METHOD"]',
  '            headers.append(("Vary", "Access-Control-Request-Method"))',
  '            if re.fullmatch(r"[A-Za-z0-9_.-]+", method):',
  '                headers.append(("Access-Control-Allow-Methods", method))',
  '        if grant["any_header"]:',
  '            names = environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS", "")',
  '            headers.append(("Vary", "Access-Control-Request-Headers"))',
  `            if re.fullmatch(r"${echoedNames}", names):`,
  '                headers.append(("Access-Control-Allow-Headers", names))',
  "        return headers",
];

function pathExpression({ kind, path }: PlannedRoute): string {
  if (kind === "prefix" && path === "/") return "/";
  const literal = path.replaceAll(".", String.raw`\.`);
  return kind === "exact" ? String.raw`${literal}\Z` : String.raw`${literal}(/|\Z)`;
}

/** No text of a plan has a quote. */
function quoted(expression: string): string {
  return `r"${expression}"`;
}
