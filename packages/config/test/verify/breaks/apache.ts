import type { Break } from "./break.ts";

const line = (start: string): RegExp => new RegExp(`^${start}.*\n`, "gm");
const set = (name: string): RegExp => line(`Header always set ${name} `);
const unset = (name: string): RegExp => line(`Header onsuccess unset ${name}(?=\\n)`);

export const apacheBreaks: readonly Break[] = [
  ["no end to an origin", String.raw`app\.example\.com$#`, String.raw`app\.example\.com#`],
  ["no end to a pattern", String.raw`preview\.example\.com$#`, String.raw`preview\.example\.com#`],
  ["no beginning of an origin", "m#^https://app", "m#https://app"],
  ["dots that stand for any character", String.raw`app\.example\.com`, "app.example.com"],
  [
    "the last dot of a pattern stands for any character",
    String.raw`preview\.example\.com`,
    String.raw`preview\.example.com`,
  ],
  ["http as well", "m#^https://app", "m#^https?://app"],
  ["a pattern of http as well", "m#^https://([a-z", "m#^https?://([a-z"],
  ["any port as well", String.raw`app\.example\.com$`, String.raw`app\.example\.com(:[0-9]+)?$`],
  ["a pattern that takes its parent", "_-]+\\.)+preview", "_-]+\\.)*preview"],
  ["a pattern that takes what is glued to it", String.raw`([a-z0-9_-]+\.)+preview`, "[a-z0-9_.-]*preview"],
  ["a pattern of one label", String.raw`([a-z0-9_-]+\.)+preview`, String.raw`[a-z0-9_-]+\.preview`],
  ["labels without digits", "[a-z0-9_-]+", "[a-z_-]+"],
  ["labels without underscores", "[a-z0-9_-]+", "[a-z0-9-]+"],
  ["origins in any case", /(m#\^https:.*\$#)"/g, '$1i"'],
  ["every origin", "# Who may read.\n", '# Who may read.\nSetEnvIfExpr "true" CORS_GRANT=1\n'],
  ["a part of the origin", 'SetEnvIf Origin "^.+$"', 'SetEnvIf Origin "^.+:"'],
  ["no Vary", line("Header always merge Vary"), ""],
  ["Vary in the place of the application's", "Header always merge Vary", "Header onsuccess set Vary"],
  ["no Vary with errors", "Header always merge Vary", "Header onsuccess merge Vary"],
  [
    "no origin with errors",
    "Header always set Access-Control-Allow-Origin",
    "Header onsuccess set Access-Control-Allow-Origin",
  ],
  ["no origin", set("Access-Control-Allow-Origin"), ""],
  ["no credentials", set("Access-Control-Allow-Credentials"), ""],
  ["credentials for strangers", /(Allow-Credentials "true").*/g, "$1"],
  ["nothing exposed", set("Access-Control-Expose-Headers"), ""],
  ["exposed on preflights", " && -z reqenv('CORS_PREFLIGHT')", ""],
  ["no methods", set("Access-Control-Allow-Methods"), ""],
  ["methods on every answer", /(Allow-Methods .*) && -n reqenv\('CORS_PREFLIGHT'\)/g, "$1"],
  ["a method less", "PUT, ", ""],
  ["a method more", "PUT, ", "PUT, PURGE, "],
  ["no headers", set("Access-Control-Allow-Headers"), ""],
  ["a header more", '"Content-Type, ', '"X-Unknown, Content-Type, '],
  ["no age", set("Access-Control-Max-Age"), ""],
  ["the application's origin gets through", unset("Access-Control-Allow-Origin"), ""],
  ["the application's credentials get through", unset("Access-Control-Allow-Credentials"), ""],
  ["the application's methods get through", unset("Access-Control-Allow-Methods"), ""],
  ["the application's exposed headers get through", unset("Access-Control-Expose-Headers"), ""],
  ["the application's age gets through", unset("Access-Control-Max-Age"), ""],
  ["the application's private network gets through", unset("Access-Control-Allow-Private-Network"), ""],
  ["no rewrite rules", "RewriteEngine On", "RewriteEngine Off"],
  ["preflights reach the application", "RewriteRule ^ - [R=204,L]", "RewriteRule ^ - [L]"],
  ["strangers' preflights reach the application", "RewriteRule ^ - [R=403,L]", ""],
  ["strangers' preflights are granted", "RewriteCond %{ENV:CORS_GRANT} .\n", ""],
  ["preflights are answered with 200", "[R=204,L]", "[R=200,L]"],
  ["OPTIONS without an origin is a preflight", "-n reqenv('CORS_ORIGIN') && ", ""],
  ["OPTIONS that asks for nothing is a preflight", " && -n req_novary('Access-Control-Request-Method')", ""],
  ["every method is a preflight", "m#^OPTIONS #", "m#^#"],
  [
    "the headers are set twice",
    /^Header always (set Access-Control-Allow-Origin .*)$/gm,
    "Header always $1\nHeader onsuccess $1",
  ],
];

/** In a folder's file, where authentication comes first. */
export const htaccessBreaks: readonly Break[] = [
  ...apacheBreaks,
  ["the password is asked for before a preflight is answered", /^ *Require env .*\n/gm, ""],
];
