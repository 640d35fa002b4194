import { credentialsHeaders, isPublic, preflightHeaders } from "../grant-headers.ts";
import { lines } from "../write-server-fix.ts";
import type { WriteServerFix } from "../write-server-fix.ts";

export const writeFlask: WriteServerFix = ({ grant }) => {
  const open = isPublic(grant);
  const answer = [
    `response.headers["Access-Control-Allow-Origin"] = ${open ? '"*"' : "origin"}`,
    ...[...credentialsHeaders(grant), ...preflightHeaders(grant)].map(
      ([name, value]) => `response.headers["${name}"] = ${JSON.stringify(value)}`,
    ),
  ];
  const code = lines(
    "from flask import request",
    grant.preflight !== null &&
      lines(
        "@app.before_request",
        "def answer_preflight():",
        '    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:',
        '        return "", 204',
      ),
    "@app.after_request",
    "def allow_origins(response):",
    !open &&
      lines(
        '    response.vary.add("Origin")',
        '    origin = request.headers.get("Origin")',
        `    if origin in ${list(grant.origins)}:`,
      ),
    ...answer.map((line) => `${open ? "    " : "        "}${line}`),
    "    return response",
  );
  return { name: "Flask", language: "python", parts: [{ where: "where app is made, before its routes", code }] };
};

export const writeFastapi: WriteServerFix = ({ grant: { credentials, origins, preflight } }) => ({
  name: "FastAPI or Starlette",
  language: "python",
  parts: [
    {
      where: "where app is made, after every other add_middleware: the last one is the outermost",
      code: lines(
        "from starlette.middleware.cors import CORSMiddleware",
        "app.add_middleware(",
        "    CORSMiddleware,",
        `    allow_origins=${list(origins)},`,
        credentials && "    allow_credentials=True,",
        preflight !== null && preflight.methods.length > 0 && `    allow_methods=${list(preflight.methods)},`,
        preflight !== null && preflight.headerNames.length > 0 && `    allow_headers=${list(preflight.headerNames)},`,
        ")",
      ),
    },
  ],
});

export const writeDjango: WriteServerFix = ({ grant: { credentials, origins, preflight } }) => ({
  name: "Django",
  language: "python",
  parts: [
    {
      where: "in settings.py, after pip install django-cors-headers",
      code: lines(
        'INSTALLED_APPS += ["corsheaders"]',
        'MIDDLEWARE.insert(0, "corsheaders.middleware.CorsMiddleware")',
        origins[0] === "*" ? "CORS_ALLOW_ALL_ORIGINS = True" : `CORS_ALLOWED_ORIGINS = ${list(origins)}`,
        credentials && "CORS_ALLOW_CREDENTIALS = True",
        preflight !== null && preflight.methods.length > 0 && `CORS_ALLOW_METHODS = ${list(preflight.methods)}`,
        preflight !== null && preflight.headerNames.length > 0 && `CORS_ALLOW_HEADERS = ${list(preflight.headerNames)}`,
      ),
    },
  ],
});

function list(items: readonly string[]): string {
  return `[${items.map((item) => JSON.stringify(item)).join(", ")}]`;
}
