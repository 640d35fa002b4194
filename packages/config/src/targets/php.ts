import { ambiguousPathPattern } from "../ambiguous-path.ts";
import {
  actualHeaders,
  commonHeaders,
  echoedNames,
  preflightHeaders,
  repeatsHeaders,
  repeatsMethod,
  varies,
} from "../plan/grant-headers.ts";
import { originsExpression } from "../plan/origin-expression.ts";
import type { Grant, Plan, PlannedRoute } from "../plan/plan.ts";
import type { Emitted, Target } from "../target.ts";
import { applicationAbilities } from "./application.ts";
import { lines } from "./lines.ts";

/**
 * A file that the front controller includes first. What it decides is written when the headers are sent, so that nothing
 * which the application says about CORS later gets through, and its `Vary` is kept.
 *
 * @see https://www.php.net/manual/en/function.header-register-callback.php
 */
export const php: Target = {
  name: "php",
  title: "PHP",
  tier: "proven",
  version: "8.2",
  oldest: "7.4",
  can: applicationAbilities,
  emit: (plan): Emitted => ({
    files: [
      {
        path: `${plan.name}.php`,
        where: `included first by the front controller: require __DIR__ . '/${plan.name}.php';`,
        text: source(plan),
        comment: "//",
        head: "<?php\n",
      },
    ],
    check: [`php -l ${plan.name}.php`],
  }),
};

function source(plan: Plan): string {
  const { routes, grants } = plan;
  const repeats = grants.some((grant) => repeatsMethod(grant) || repeatsHeaders(grant));
  return lines(
    "(static function (): void {",
    phpOpening,
    "    $grants = [",
    grants.flatMap(grantLines),
    "    ];",
    routes.length === 0 ? `    $number = ${plan.fallback?.number ?? 0};` : routeLines(plan),
    phpCode(plan.strip, repeats),
  );
}

/** What a request asks for, before the tables. */
export const phpOpening: readonly string[] = [
  "    $origin = $_SERVER['HTTP_ORIGIN'] ?? null;",
  "    $asked = $_SERVER['HTTP_ACCESS_CONTROL_REQUEST_METHOD'] ?? null;",
  "    $isPreflight = $_SERVER['REQUEST_METHOD'] === 'OPTIONS' && $origin !== null && $asked !== null;",
];

/** What reads the tables of a policy: the same for every policy, but for whether something is repeated. */
export function phpCode(strip: readonly string[], repeats: boolean): readonly string[] {
  return [
    "    $grant = $grants[$number] ?? null;",
    "    $mayRead = $grant !== null && ($grant['origins'] === null || preg_match($grant['origins'], $origin ?? '') === 1);",
    "    $headers = [];",
    "    if ($mayRead) {",
    "        $headers[] = 'Access-Control-Allow-Origin: ' . ($grant['origins'] === null ? '*' : $origin);",
    "        array_push($headers, ...$grant['always'], ...$grant[$isPreflight ? 'preflight' : 'actual']);",
    ...(repeats ? repeatLines : []),
    "    }",
    "    $vary = $grant !== null && $grant['origins'] !== null;",
    "    // When the headers are sent: whatever the application said about CORS is replaced.",
    "    header_register_callback(static function () use ($headers, $vary): void {",
    `        foreach ([${strip.map(quoted).join(", ")}] as $name) {`,
    "            header_remove($name);",
    "        }",
    "        foreach ($headers as $line) {",
    "            header($line, false);",
    "        }",
    "        if ($vary) {",
    "            header('Vary: Origin', false);",
    "        }",
    "    });",
    "    if ($isPreflight) {",
    "        http_response_code($mayRead ? 204 : 403);",
    "        exit;",
    "    }",
    "})();",
  ];
}

function grantLines(grant: Grant): readonly string[] {
  const list = (rows: readonly (readonly [string, string])[]): string =>
    `[${rows.map(([name, value]) => quoted(`${name}: ${value}`)).join(", ")}]`;
  return [
    `        ${grant.number} => [`,
    `            'origins' => ${varies(grant) && grant.origins !== "*" ? quoted(`~\\A${originsExpression(grant.origins)}\\z~D`) : "null"},`,
    `            'always' => ${list(commonHeaders(grant))},`,
    `            'actual' => ${list(actualHeaders(grant))},`,
    `            'preflight' => ${list(preflightHeaders(grant))},`,
    repeatsMethod(grant) ? "            'anyMethod' => true," : null,
    repeatsHeaders(grant) ? "            'anyHeader' => true," : null,
    "        ],",
  ].filter((line) => line !== null);
}

/** Beside credentials `*` is a name like any other, so what is asked for is repeated: tokens, and nothing else. */
const repeatLines = [
  "        $names = $_SERVER['HTTP_ACCESS_CONTROL_REQUEST_HEADERS'] ?? '';",
  "        if ($isPreflight && isset($grant['anyMethod'])) {",
  "            $headers[] = 'Vary: Access-Control-Request-Method';",
  "            if (preg_match('~\\A[A-Za-z0-9_.-]+\\z~D', $asked) === 1) {",
  "                $headers[] = 'Access-Control-Allow-Methods: ' . $asked;",
  "            }",
  "        }",
  "        if ($isPreflight && isset($grant['anyHeader'])) {",
  "            $headers[] = 'Vary: Access-Control-Request-Headers';",
  `            if (preg_match('~\\A${echoedNames}\\z~D', $names) === 1) {`,
  "                $headers[] = 'Access-Control-Allow-Headers: ' . $names;",
  "            }",
  "        }",
];

/** The first route that takes the path; none for paths that servers read differently. */
function routeLines({ routes, fallback }: Plan): readonly string[] {
  const isLettered = ({ path }: PlannedRoute): boolean => /[a-z]/i.test(path);
  return [
    "    $path = explode('?', $_SERVER['REQUEST_URI'], 2)[0];",
    "    $routes = [",
    `        ${quoted(`~${ambiguousPathPattern}~`)} => 0,`,
    ...routes.map((route) => `        ${quoted(`~\\A${pathExpression(route)}~`)} => ${route.grant?.number ?? 0},`),
    ...routes.filter(isLettered).map((route) => `        ${quoted(`~\\A${pathExpression(route)}~i`)} => 0,`),
    "    ];",
    `    $number = ${fallback?.number ?? 0};`,
    "    foreach ($routes as $expression => $grantNumber) {",
    "        if (preg_match($expression, $path) === 1) {",
    "            $number = $grantNumber;",
    "            break;",
    "        }",
    "    }",
  ];
}

function pathExpression({ kind, path }: PlannedRoute): string {
  if (kind === "prefix" && path === "/") return "/";
  // The one letter of paths that ends an expression here.
  const literal = path.replaceAll(".", String.raw`\.`).replaceAll("~", String.raw`\~`);
  return kind === "exact" ? `${literal}\\z` : `${literal}(/|\\z)`;
}

/** No text of a plan has a quote, and a backslash before anything but those two means itself. */
function quoted(text: string): string {
  return `'${text}'`;
}
