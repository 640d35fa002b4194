import type { KnownOptions } from "./options.ts";

/** The servers that frontend and API can be put behind. */
export const reverseProxyNames = ["nginx", "apache", "caddy", "haproxy", "vite"] as const;

export type ReverseProxyName = (typeof reverseProxyNames)[number];

/** A server that can stand before a frontend and an API. */
export interface ReverseProxyServer {
  /** As people call it. */
  readonly title: string;
  /** The version that the tests run. */
  readonly version: string;
  readonly comment: "#" | "//";
  /** The server's own check, as a command line. */
  readonly check: readonly string[];
  readonly files: (options: KnownOptions) => readonly ProxyFile[];
}

interface ProxyFile {
  readonly path: string;
  /** Where it goes, for a person. */
  readonly where: string;
  readonly lines: readonly string[];
}

/**
 * Everywhere the same: the path and the query go on as they were sent, and so does `Host`, since an application that
 * compares it with `Origin` is right to do so. What a client says about who it is, is replaced. WebSockets pass.
 */
export const servers: Readonly<Record<ReverseProxyName, ReverseProxyServer>> = {
  nginx: {
    title: "nginx",
    version: "1.22.1",
    comment: "#",
    check: ["nginx -t"],
    files: ({ frontend, api, prefix, name }) => [
      {
        path: `${name}-http.conf`,
        where: "included in the http block, once",
        lines: [`map $http_upgrade $${name}_connection {`, '  ""      "";', "  default upgrade;", "}"],
      },
      {
        path: `${name}-server.conf`,
        where: "included in the server block",
        lines: [
          "# A location that has a proxy_set_header of its own forgets these.",
          "proxy_http_version 1.1;",
          "proxy_set_header Host              $http_host;",
          "proxy_set_header X-Forwarded-For   $remote_addr;",
          "proxy_set_header X-Forwarded-Host  $http_host;",
          "proxy_set_header X-Forwarded-Proto $scheme;",
          "proxy_set_header Upgrade           $http_upgrade;",
          `proxy_set_header Connection        $${name}_connection;`,
          `location = ${prefix} { proxy_pass http://${api}; }`,
          `location ${prefix}/ { proxy_pass http://${api}; }`,
          `location / { proxy_pass http://${frontend}; }`,
        ],
      },
    ],
  },
  apache: {
    title: "Apache",
    version: "2.4.71",
    comment: "#",
    check: ["apachectl -t"],
    files: ({ frontend, api, prefix, name }) => [
      {
        path: `${name}.conf`,
        where: "included in the <VirtualHost>; needs mod_proxy, mod_proxy_http and mod_headers, 2.4.47 or later",
        lines: [
          "ProxyPreserveHost On",
          "ProxyAddHeaders Off",
          "AllowEncodedSlashes NoDecode",
          'RequestHeader set X-Forwarded-For   "expr=%{REMOTE_ADDR}"',
          'RequestHeader set X-Forwarded-Host  "expr=%{HTTP_HOST}"',
          'RequestHeader set X-Forwarded-Proto "expr=%{REQUEST_SCHEME}"',
          "# nocanon: paths go on as they were sent.",
          `ProxyPass "${prefix}" "http://${api}${prefix}" nocanon upgrade=websocket`,
          `ProxyPass "/" "http://${frontend}/" nocanon upgrade=websocket`,
        ],
      },
    ],
  },
  caddy: {
    title: "Caddy",
    version: "2.6.2",
    comment: "#",
    check: ["caddy validate"],
    files: ({ frontend, api, prefix, name }) => [
      {
        path: `${name}.caddy`,
        where: "imported in the site; Caddy sets X-Forwarded-* itself",
        lines: [
          `@${name}_api path ${prefix} ${prefix}/*`,
          `handle @${name}_api {`,
          `\treverse_proxy ${api}`,
          "}",
          "handle {",
          `\treverse_proxy ${frontend}`,
          "}",
        ],
      },
    ],
  },
  haproxy: {
    title: "HAProxy",
    version: "2.6.12",
    comment: "#",
    check: ["haproxy -c -f haproxy.cfg"],
    files: ({ frontend, api, prefix, name }) => [
      {
        path: `${name}-frontend.cfg`,
        where: "in the frontend section",
        lines: [
          "  http-request set-header X-Forwarded-For   %[src]",
          "  http-request set-header X-Forwarded-Host  %[req.hdr(host)]",
          "  http-request set-header X-Forwarded-Proto http",
          "  http-request set-header X-Forwarded-Proto https if { ssl_fc }",
          `  use_backend ${name}_api if { path ${prefix} } || { path_beg ${prefix}/ }`,
          `  default_backend ${name}_pages`,
        ],
      },
      {
        path: `${name}-backends.cfg`,
        where: "after the frontend section",
        lines: [
          `backend ${name}_api`,
          "  # For WebSockets, which are silent for longer than an answer may take.",
          "  timeout tunnel 1h",
          `  server api ${api}`,
          `backend ${name}_pages`,
          "  timeout tunnel 1h",
          `  server pages ${frontend}`,
        ],
      },
    ],
  },
  vite: {
    title: "the Vite dev server",
    version: "8.3.8",
    comment: "//",
    check: ["npx vite"],
    files: ({ frontend, api, prefix }) => [
      {
        path: "vite.config.js",
        where: "beside package.json, or its server.proxy in the one that is there",
        lines: [
          'import { defineConfig } from "vite";',
          "",
          "export default defineConfig({",
          "  server: {",
          `    host: ${JSON.stringify(frontend.replace(/:\d+$/, "").replaceAll(/[[\]]/g, ""))},`,
          `    port: ${/\d+$/.exec(frontend)?.[0]},`,
          "    strictPort: true,",
          "    // Vite's own would let pages on other ports of localhost read the API.",
          "    cors: false,",
          "    proxy: {",
          `      ${JSON.stringify(`^${prefix.replaceAll(".", String.raw`\.`)}(?=[/?]|$)`)}: {`,
          `        target: ${JSON.stringify(`http://${api}`)},`,
          "        ws: true,",
          "        xfwd: true,",
          "      },",
          "    },",
          "  },",
          "});",
        ],
      },
    ],
  },
};
