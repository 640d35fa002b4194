import { credentialsHeaders, isPublic, preflightHeaders } from "../grant-headers.ts";
import { inPlaceOf, lines } from "../write-server-fix.ts";
import type { WriteServerFix } from "../write-server-fix.ts";

/** Comes before all else, so that errors, redirects and what wants authentication carry the headers too. */
export const writeExpress: WriteServerFix = ({ grant, present }) => {
  const open = isPublic(grant);
  const answer = [
    open
      ? set("Access-Control-Allow-Origin", "*")
      : 'response.set("Access-Control-Allow-Origin", request.headers.origin);',
    ...credentialsHeaders(grant).map(([name, value]) => set(name, value)),
  ];
  if (grant.preflight !== null) {
    answer.push(
      'if (request.method === "OPTIONS" && request.headers["access-control-request-method"]) {',
      ...preflightHeaders(grant).map(([name, value]) => `  ${set(name, value)}`),
      "  return response.status(204).end();",
      "}",
    );
  }
  const code = lines(
    !open && `const allowedOrigins = new Set([${grant.origins.map((origin) => JSON.stringify(origin)).join(", ")}]);`,
    "app.use((request, response, next) => {",
    !open && '  response.vary("Origin");',
    !open && "  if (allowedOrigins.has(request.headers.origin)) {",
    ...answer.map((line) => `${open ? "  " : "    "}${line}`),
    !open && "  }",
    "  next();",
    "});",
  );
  return {
    name: "Express",
    language: "javascript",
    parts: [{ where: `before every other app.use() and route${inPlaceOf(present)}`, code }],
  };
};

function set(name: string, value: string): string {
  return `response.set(${JSON.stringify(name)}, ${JSON.stringify(value)});`;
}
