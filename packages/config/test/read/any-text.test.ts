import { importSite, ReadError } from "@concors/config/read";
import * as fc from "fast-check";
import { test } from "vitest";

const pieces = fc.constantFrom(
  ..."{};\"'\\$#()<>[]/=,.~*!|&%\n ".split(""),
  "add_header ",
  "Access-Control-Allow-Origin ",
  "$http_origin",
  "${http_origin}",
  "map ",
  "if ",
  "server ",
  "location ",
  "return 204",
  "Header set ",
  "SetEnvIf Origin ",
  "SetEnvIfExpr ",
  "RewriteRule ",
  "RewriteCond ",
  "%{HTTP:Origin}",
  "reqenv('X')",
  "=~ m#^https://#",
  "cors(",
  "import cors from 'cors'",
  "{ origin: ",
  "res.setHeader(",
  "^https://.*",
  "\n  ",
  "- ",
  ": ",
  "&a ",
  "*a",
  "<<: ",
  "--- ",
  "'",
  "metadata:\n  annotations:\n    nginx.ingress.kubernetes.io/enable-cors: 'true'\n",
  "    nginx.ingress.kubernetes.io/cors-allow-origin: ",
  "{ kind: HTTPRoute, spec: { rules: [{ filters: [{ cors: { allowOrigins: [",
  "http: { middlewares: { a: { headers: { accessControlAllowOriginListRegex: [",
  "plugins: [{ name: cors, config: { origins: [",
  "allow_origin_string_match: [{ safe_regex: { regex: ",
  "}}]}}]}",
  '[{ "AllowedOrigins": ["',
  '"origin": [',
  "<configuration><system.webServer><cors enabled='true'><add origin='",
  "</a>",
  "<a>",
  "/*\n",
  "  Access-Control-Allow-Origin: ",
  "http-request set-var(txn.a) ",
  "http-response set-header ",
  "acl a ",
  "sub vcl_deliver {",
  "set resp.http.",
  'req.http.Origin ~ "a"',
  "return (synth(204));",
  "else ",
  "CORS(app, origins=",
  "CORS_ALLOWED_ORIGIN_REGEXES = ",
  "def a(response):\n    ",
  "headers['Access-Control-Allow-Origin'] = ",
  "header('Access-Control-Allow-Origin: ' . $_SERVER['HTTP_ORIGIN'])",
  "preg_match('~^https://~', $origin)",
  "<?php ",
  "setenv.add-response-header = ",
  '$REQUEST_HEADER["Origin"] == ',
  "local policies = {",
  "req.hdr(origin) -m beg ",
);

const files = [
  "nginx.conf",
  ".htaccess",
  "app.js",
  "app.ts",
  "a.yaml",
  "a.json",
  "vercel.json",
  "firebase.json",
  "cors.xml",
  "web.config",
  "_headers",
  "haproxy.cfg",
  "cors.vcl",
  "app.py",
  "cors.php",
  "lighttpd.conf",
  "cors.lua",
];

test.each(files)("whatever %s says, it is read or refused with a place", (path) => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (texts) => {
      try {
        importSite([{ path, text: texts.join("") }]);
      } catch (error) {
        if (!(error instanceof ReadError)) throw error;
      }
    }),
    { numRuns: 500 },
  );
});
