import { allAbilities } from "../plan/abilities.ts";
import { repeatsHeaders, varies } from "../plan/grant-headers.ts";
import { originsExpression } from "../plan/origin-expression.ts";
import { assumedMaxAge, isExact } from "../plan/plan.ts";
import type { Grant, Plan } from "../plan/plan.ts";
import type { Emitted, Target } from "../target.ts";
import { allMethods, listOf } from "./header-words.ts";
import { frontLosses } from "./application.ts";
import { lines } from "./lines.ts";

/** What Starlette and rack-cors take; others are spelled differently in what they answer. */
export const frameworkMethods: readonly string[] = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "QUERY",
];

/**
 * Starlette's middleware around the whole application, where the answer to an exception passes too: one that is added to
 * the application stands inside of what answers those. It allows Content-Type whatever is listed, and sends `Vary` where
 * it allows an origin alone: both are mended around it.
 *
 * @see https://www.starlette.io/middleware/#corsmiddleware
 * @see https://fastapi.tiangolo.com/tutorial/cors/
 */
export const fastapi: Target = {
  name: "fastapi",
  title: "FastAPI",
  tier: "proven",
  version: "0.92.0",
  oldest: "0.63.0",
  can: (facts) => ({
    ...allAbilities,
    routes: false,
    methods: frameworkMethods,
    always: [
      ...frontLosses(facts),
      { code: "preflight-status", field: "status", effect: "cosmetic" },
      { code: "inert-headers", field: "preflight", effect: "cosmetic" },
    ],
  }),
  emit: (plan): Emitted => ({
    files: [
      {
        path: "site_cors.py",
        where: "beside the application, at whose end: app = with_cors(app)",
        text: lines(...source(plan)),
        comment: "#",
      },
    ],
    check: ["python3 -m py_compile site_cors.py"],
  }),
};

function source({ fallback, strip }: Plan): readonly string[] {
  return [
    "from starlette.datastructures import MutableHeaders",
    ...(fallback === null ? [] : ["from starlette.middleware.cors import CORSMiddleware"]),
    "",
    "",
    "def with_cors(app):",
    "    app = Edited(app, remove_cors)",
    ...(fallback === null
      ? []
      : [
          "    app = CORSMiddleware(",
          "        app,",
          ...settings(fallback).map((setting) => `        ${setting},`),
          "    )",
        ]),
    `    return ${fallback === null ? "app" : "Edited(app, finish)"}`,
    "",
    "",
    "CORS_HEADERS = [",
    ...strip.map((name) => `    ${JSON.stringify(name)},`),
    "]",
    "",
    "",
    "def remove_cors(headers):",
    "    # What the application says itself about CORS does not get through.",
    "    for name in CORS_HEADERS:",
    "        del headers[name]",
    "",
    "",
    ...(fallback === null ? [] : finish(fallback)),
    ...edited,
  ];
}

function finish(grant: Grant): readonly string[] {
  const names = listOf(grant.requestHeaders).join(", ");
  return [
    "def finish(headers):",
    ...(varies(grant)
      ? [
          "    # Also for origins that are refused and for requests without one: a cache must not mix them up.",
          '    headers.add_vary_header("Origin")',
        ]
      : []),
    ...(repeatsHeaders(grant)
      ? []
      : [
          "    # What is listed and no more: the middleware adds some names, and repeats others.",
          '    if "Access-Control-Allow-Headers" in headers:',
          names === ""
            ? '        del headers["Access-Control-Allow-Headers"]'
            : `        headers["Access-Control-Allow-Headers"] = ${JSON.stringify(names)}`,
        ]),
    "",
    "",
  ];
}

const edited = [
  "class Edited:",
  '    """An application, the headers of whose answers are edited."""',
  "",
  "    def __init__(self, app, edit):",
  "        self.app = app",
  "        self.edit = edit",
  "",
  "    async def __call__(self, scope, receive, send):",
  "        async def send_edited(message):",
  '            if message["type"] == "http.response.start":',
  '                message.setdefault("headers", [])',
  "                self.edit(MutableHeaders(scope=message))",
  "            await send(message)",
  "",
  '        await self.app(scope, receive, send_edited if scope["type"] == "http" else send)',
];

function settings(grant: Grant): readonly string[] {
  const { origins, credentials, requestHeaders, exposedHeaders, maxAge } = grant;
  const exact = origins === "*" ? ["*"] : origins.filter(isExact).map(({ pattern }) => pattern);
  const patterns = origins === "*" ? [] : origins.filter((match) => !isExact(match));
  return [
    `allow_origins=${list(exact)}`,
    // The whole origin has to match it.
    ...(patterns.length > 0 ? [`allow_origin_regex=r"${originsExpression(patterns)}"`] : []),
    `allow_methods=${list(allMethods(grant))}`,
    `allow_headers=${list(listOf(requestHeaders))}`,
    `expose_headers=${list(listOf(exposedHeaders))}`,
    `allow_credentials=${credentials ? "True" : "False"}`,
    `max_age=${maxAge ?? assumedMaxAge}`,
  ];
}

function list(values: readonly string[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(", ")}]`;
}
