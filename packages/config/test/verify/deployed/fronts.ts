import { generate } from "../../../src/index.ts";
import type { Generated, UpstreamKind } from "../../../src/index.ts";
import { twoLines } from "../../../src/verify/matrix.ts";
import { rigFor } from "../../../src/verify/index.ts";
import type { Rig, RigInput, RunningServer } from "../../../src/verify/index.ts";
import type { Question } from "./questions.ts";
import { p1 } from "../policies.ts";
import { startSlow } from "../serve.ts";

/** A server in front of an application, as people have it: it knows nothing of CORS. */
export interface Front {
  readonly server: "nginx" | "apache" | "caddy" | "varnish";
  /** `{port}` and `{application}` stand for the port of the application and for its folder. */
  readonly own: string;
  /** How it asks the application. */
  readonly upstream: UpstreamKind;
  readonly around?: string;
  /** Whether it compresses what the application has not. */
  readonly compresses: boolean;
  /** What a header says when an answer is one that was kept; without it, nothing is. */
  readonly kept?: readonly [name: string, value: RegExp];
  /** What it answers itself, though the application may have named it. */
  readonly answers: Question["answers"];
  /** What it does otherwise to the application, as a rig's. */
  readonly exceptions?: Readonly<Record<string, string>>;
  /** What it answers in the place of the application, as a rig's. */
  readonly lacks?: readonly string[];
}

const lastLine = "no browser sends two lines of origin, which nginx before 1.23 passes on, and uWSGI reads the last";

const file = { "front/a.txt": "0123456789" };

const nginx: Omit<Front, "own" | "upstream"> = {
  server: "nginx",
  compresses: true,
  around:
    "proxy_cache_path {folder}/cache keys_zone=answers:1m; fastcgi_cache_path {folder}/pages keys_zone=pages:1m; uwsgi_cache_path {folder}/views keys_zone=views:1m;",
  kept: ["X-Cache", /HIT/],
  answers: [
    { path: "/down", status: 502 },
    { path: "/slow", status: 504 },
    { path: "/private", status: 401 },
    { path: "/upload", status: 413, method: "POST", body: "a".repeat(2000) },
    { path: "/front/a.txt", status: 200 },
    { path: "/front/none.txt", status: 404 },
    { path: "/file-of-server", status: 200 },
  ],
};

const nginxOwn = `
gzip on; gzip_proxied any; gzip_vary on; gzip_min_length 1; gzip_types *;
add_header X-Cache $upstream_cache_status always;
location /front/ { root {folder}/site; }
location = /slow { proxy_pass http://127.0.0.1:{slow}; proxy_read_timeout 50ms; }
`;

/** Alone for what may be kept: of anything else, a cache would ask for no part, and for no answer that is unchanged. */
const nginxCache = `
location = /cached { proxy_cache answers; proxy_pass http://127.0.0.1:{port}; }
`;

/** One program answers everything. */
const nginxFastCgi = `
fastcgi_param SCRIPT_FILENAME {application}/index.php;
fastcgi_param REQUEST_METHOD $request_method; fastcgi_param REQUEST_URI $request_uri;
fastcgi_param QUERY_STRING $query_string; fastcgi_param CONTENT_TYPE $content_type;
fastcgi_param CONTENT_LENGTH $content_length; fastcgi_param REDIRECT_STATUS 200;
location = /cached { fastcgi_cache pages; fastcgi_cache_key $request_uri; fastcgi_pass 127.0.0.1:{port}; }
location ~ ^/(?!down|slow|private|front/) { fastcgi_pass 127.0.0.1:{port}; }
`;

export const behindNginx: Front = { ...nginx, upstream: "proxy", own: `${nginxOwn}${nginxCache}` };

export const behindNginxByFastCgi: Front = {
  ...nginx,
  upstream: "fastcgi",
  exceptions: rigFor("php").exceptions ?? {},
  own: `${nginxOwn}${nginxFastCgi}`,
};

export const behindNginxByUwsgi: Front = {
  ...nginx,
  upstream: "uwsgi",
  exceptions: { [twoLines.firstStrange]: lastLine, [twoLines.alike]: lastLine },
  own: `${nginxOwn}include /etc/nginx/uwsgi_params;
location = /cached { uwsgi_cache views; uwsgi_cache_key $request_uri; uwsgi_pass 127.0.0.1:{port}; }
location ~ ^/(?!down|slow|private|front/) { uwsgi_pass 127.0.0.1:{port}; }
`,
};

export const behindCaddy: Front = {
  upstream: "proxy",
  server: "caddy",
  compresses: true,
  own: "encode {\ngzip\nminimum_length 1\n}\nhandle /front/* {\nroot * {folder}/site\nfile_server\n}",
  answers: [
    { path: "/down", status: 502 },
    { path: "/private", status: 401 },
    { path: "/front/a.txt", status: 200 },
  ],
};

const load = (...names: readonly string[]): string =>
  names.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so\n`).join("");

export const behindApacheByFastCgi: Front = {
  upstream: "fastcgi",
  server: "apache",
  compresses: true,
  around: `${load("proxy_fcgi", "deflate", "filter")}ProxyFCGIBackendType GENERIC`,
  own: `SetOutputFilter DEFLATE
<Location "/">
CGIPassAuth On
</Location>
ProxyPass /front !
Alias /front {folder}/site/front
ProxyFCGISetEnvIf "true" SCRIPT_FILENAME "{application}/index.php"
ProxyPassMatch "^/(?!down|private|front/)(.*)$" "fcgi://127.0.0.1:{port}/index.php"`,
  answers: [
    { path: "/down", status: 503 },
    { path: "/private", status: 401 },
    { path: "/front/a.txt", status: 200 },
  ],
};

export const behindVarnish: Front = {
  upstream: "proxy",
  server: "varnish",
  compresses: false,
  own: `sub vcl_recv {
  if (req.url !~ "^/(cached|down|private|upload)$") {
    return (pass);
  }
}`,
  kept: ["X-Varnish", /^\d+ \d+$/],
  // A part that nobody asked for is an error of the application's, to Varnish.
  lacks: ["partial"],
  answers: [
    { path: "/down", status: 503 },
    { path: "/private", status: 401 },
    { path: "/upload", status: 413, method: "POST", body: "a".repeat(2000) },
  ],
};

/** A server without CORS. */
const nothing: Generated = { ...generate("nginx", p1), files: [] };

/**
 * Puts an application behind a server.
 *
 * @param made what is generated for the server in front; nothing if left out
 */
export function behind(application: Rig, front: Front, made: Generated = nothing): Rig {
  const server = rigFor(front.server);
  return {
    ...application,
    facts: { ...application.facts, front: "server" },
    // Methods are written in capitals, says the server in front, or the application to it.
    refuses: ["patch"],
    // A body that is too large does not get to the application.
    lacks: [...application.lacks, "a body that is too large", ...(front.lacks ?? [])],
    exceptions: front.exceptions ?? {},
    missing: () => application.missing() ?? server.missing(),
    start: (input) => startBoth(application, server, front, made, input),
  };
}

async function startBoth(
  application: Rig,
  server: Rig,
  { own, around = "" }: Front,
  made: Generated,
  { certificate, ...input }: RigInput,
): Promise<RunningServer> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => void (await Promise.all(stops.map((one) => one())));
  try {
    const started = await application.start(input);
    stops.push(started.stop);
    const slow = await startSlow();
    stops.push(slow.stop);
    const known = (text: string): string =>
      text
        .replaceAll("{port}", String(started.port))
        .replaceAll("{application}", started.folder)
        .replaceAll("{slow}", String(slow.port));
    const running = await server.start({
      ...input,
      generated: made,
      upstreamPort: started.port,
      own: known(own),
      around: known(around),
      site: file,
      certificate,
    });
    stops.push(running.stop);
    return { ...running, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
