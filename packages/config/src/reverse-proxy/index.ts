import type { GeneratedFile } from "../generate.ts";
import { completeOptions } from "./options.ts";
import type { ReverseProxyOptions } from "./options.ts";
import { reverseProxyNames, servers } from "./servers.ts";
import type { ReverseProxyName } from "./servers.ts";

export { ReverseProxyError } from "./options.ts";
export type { ReverseProxyOptions } from "./options.ts";
export { reverseProxyNames } from "./servers.ts";
export type { ReverseProxyName } from "./servers.ts";

/** A configuration that needs no CORS. */
export interface ReverseProxy {
  readonly files: readonly GeneratedFile[];
  /** The server's own check of its configuration, as command lines. */
  readonly check: readonly string[];
}

/**
 * Puts a frontend and its API on one origin, behind one server: where nothing is cross-origin, nobody needs CORS.
 *
 * @example
 * const { files } = generateReverseProxy("nginx", { frontend: "127.0.0.1:5173", api: "127.0.0.1:3000" });
 * @throws ReverseProxyError with everything that is wrong with the options; TypeError for a server that is not known
 */
export function generateReverseProxy(name: ReverseProxyName, options: ReverseProxyOptions): ReverseProxy {
  if (!Object.hasOwn(servers, name))
    throw new TypeError(`${JSON.stringify(name)} is no server; there are ${reverseProxyNames.join(", ")}`);
  const { title, version, comment, check, files } = servers[name];
  const known = completeOptions(options);
  const about = [
    `Frontend and API on one origin behind ${title}, made by Concors. No CORS is needed.`,
    `proven: run on ${title} ${version} in the tests of Concors`,
  ];
  return {
    files: files(known).map(({ path, where, lines }) => ({
      path,
      where,
      text: [...about.map((line) => `${comment} ${line}`), ...lines].map((line) => `${line}\n`).join(""),
    })),
    check,
  };
}
