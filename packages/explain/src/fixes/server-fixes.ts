import type { Exchange } from "@concors/browser/engine";
import type { ServerFix, ServerName } from "../explanation.ts";
import { canonicalName } from "../words.ts";
import type { Grant } from "./grant.ts";
import { serversInUse } from "./server-in-use.ts";
import type { ServerInUse } from "./server-in-use.ts";
import { writeApache } from "./servers/apache.ts";
import { writeCaddy } from "./servers/caddy.ts";
import { writeExpress } from "./servers/express.ts";
import { writeIis } from "./servers/iis.ts";
import { writeNginx } from "./servers/nginx.ts";
import { writePhp } from "./servers/php.ts";
import { writeDjango, writeFastapi, writeFlask } from "./servers/python-apps.ts";
import { writePythonHttpServer } from "./servers/python-http-server.ts";
import { writeS3 } from "./servers/s3.ts";
import type { WriteServerFix } from "./write-server-fix.ts";

const writers: Readonly<Record<ServerName, WriteServerFix>> = {
  apache: writeApache,
  caddy: writeCaddy,
  django: writeDjango,
  express: writeExpress,
  fastapi: writeFastapi,
  flask: writeFlask,
  iis: writeIis,
  nginx: writeNginx,
  php: writePhp,
  "python-http-server": writePythonHttpServer,
  s3: writeS3,
};

/** Every server that a fix can be written for. */
export const serverNames: readonly ServerName[] = Object.keys(writers) as ServerName[];

const usual: readonly ServerName[] = ["express", "nginx", "apache"];

/** A grant in the language of the servers that answered, or else of the three most used. */
export function serverFixes(
  grant: Grant,
  url: URL,
  exchanges: readonly Exchange[],
  wanted: readonly ServerName[],
): ServerFix[] {
  const inUse = serversInUse(exchanges);
  const present = presentCorsHeaders(exchanges);
  const servers: { server: ServerName; detectedFrom: string | null }[] = wanted.map((server) => ({
    server,
    detectedFrom: inUse.find((found: ServerInUse) => found.server === server)?.detectedFrom ?? null,
  }));
  if (servers.length === 0) servers.push(...(hasDuplicate(exchanges) ? frontFirst(inUse) : inUse));
  if (servers.length === 0) servers.push(...usual.map((server) => ({ server, detectedFrom: null })));
  return servers.map(({ server, detectedFrom }) => ({
    server,
    detectedFrom,
    remove: present,
    ...writers[server]({ grant, url, present }),
  }));
}

/** With two layers at work the one in front can silence the other. */
function frontFirst(inUse: readonly ServerInUse[]): ServerInUse[] {
  const isFront = ({ server }: ServerInUse): boolean => fronts.includes(server);
  return inUse.toSorted((a, b) => Number(isFront(b)) - Number(isFront(a)));
}

const fronts: readonly ServerName[] = ["nginx", "apache", "caddy"];

function hasDuplicate(exchanges: readonly Exchange[]): boolean {
  return exchanges.some(
    ({ response }) =>
      (response?.headers ?? []).filter(([name]) => name.toLowerCase() === "access-control-allow-origin").length > 1,
  );
}

/** The grants that some layer makes already, and that would come twice. */
function presentCorsHeaders(exchanges: readonly Exchange[]): string[] {
  const names = new Map<string, string>();
  for (const { response } of exchanges) {
    for (const [name] of response?.headers ?? []) {
      if (/^access-control-(?:allow|max)-[a-z-]+$/i.test(name)) names.set(name.toLowerCase(), canonicalName(name));
    }
  }
  return [...names.values()];
}
