import { cgiApplication, phpApplication } from "../serve.ts";
import type { Row } from "../serve.ts";
import { rowsOfProxies } from "./proxies.ts";

const gzip = [["Accept-Encoding", "gzip"]] as const;
export const file = { "files/a.txt": "0123456789".repeat(100) };
export const types = 'mimetype.assign = ( ".txt" => "text/plain" )';

export const rows: Readonly<Record<string, Row>> = {
  "files, whole, in part, unchanged and missing": {
    facts: { upstream: "static" },
    own: types,
    site: file,
    answers: [
      { path: "/files/a.txt", status: 200 },
      {
        path: "/files/a.txt",
        status: 206,
        headerList: [["Range", "bytes=0-3"]],
        has: { "Content-Range": /0-3\/1000/ },
      },
      { path: "/files/a.txt", status: 304, headerList: [["If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT"]] },
      { path: "/files/none.txt", status: 404 },
      { path: "/files/", status: 403 },
    ],
    preflights: ["/files/a.txt", "/files/none.txt"],
  },
  ...rowsOfProxies,
  "errors of its own": {
    answers: [
      { path: "/down", status: 503 },
      { path: "/broken", status: 500 },
    ],
    preflights: ["/down"],
  },
  "compression, beside what the application says itself": {
    facts: { upstream: "static" },
    own: `${types}\nserver.modules += ( "mod_deflate" )\ndeflate.mimetypes = ( "text/plain" )\ndeflate.allowed-encodings = ( "gzip" )`,
    site: file,
    answers: [
      {
        path: "/files/a.txt",
        status: 200,
        headerList: gzip,
        vary: ["Accept-Encoding", "Origin"],
        has: { "Content-Encoding": /^gzip$/ },
      },
    ],
    preflights: ["/files/a.txt"],
  },
  "headers of its own": {
    own: `server.modules += ( "mod_setenv" )
$HTTP["url"] =~ "^/own" {
  setenv.add-response-header = ( "X-Own" => "1" )
}`,
    answers: [
      { path: "/own-reflect", status: 200, has: { "X-Own": /^1$/ } },
      { path: "/own-error", status: 500, has: { "X-Own": /^1$/ } },
    ],
    preflights: ["/own-reflect"],
  },
  "an application behind CGI": {
    facts: { upstream: "cgi" },
    own: 'server.modules += ( "mod_cgi" )\ncgi.assign = ( ".cgi" => "/bin/sh" )',
    site: { "files/app.cgi": cgiApplication },
    answers: [
      { path: "/files/app.cgi", status: 200, vary: ["Accept-Encoding", "Origin"], has: { "X-Upstream": /cgi/ } },
      { path: "/files/app.cgi?500", status: 500, vary: ["Accept-Encoding", "Origin"], has: { "X-Upstream": /cgi/ } },
      {
        path: "/files/app.cgi",
        status: 200,
        method: "OPTIONS",
        vary: ["Accept-Encoding", "Origin"],
        has: { "X-Upstream": /cgi/ },
      },
    ],
    preflights: ["/files/app.cgi"],
  },
  "an application behind FastCGI": {
    facts: { upstream: "fastcgi" },
    own: `server.modules += ( "mod_fastcgi" )
fastcgi.server = ( ".php" => ( ( "host" => "127.0.0.1", "port" => {php} ) ) )`,
    site: { "files/app.php": phpApplication },
    answers: [
      { path: "/files/app.php", status: 200, vary: ["Accept-Encoding", "Origin"], has: { "X-Upstream": /php/ } },
      { path: "/files/app.php?status=500", status: 500, vary: ["Accept-Encoding", "Origin"] },
      { path: "/files/none.php", status: 404 },
    ],
    preflights: ["/files/app.php"],
  },
  "what is forbidden, and what has moved": {
    own: `server.modules += ( "mod_access", "mod_redirect" )
url.access-deny = ( ".secret" )
url.redirect = ( "^/moved$" => "/ok" )
url.redirect-code = 308`,
    answers: [
      { path: "/a.secret", status: 403 },
      { path: "/moved", status: 308 },
    ],
    preflights: ["/a.secret", "/moved"],
  },
};
