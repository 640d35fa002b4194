import { generateReverseProxy, ReverseProxyError } from "@concors/config";
import type { ReverseProxy, ReverseProxyName } from "@concors/config";
import type { Command } from "commander";
import { UsageError } from "../usage-error.ts";
import { usage } from "./facts-options.ts";

/** The options of a configuration that needs no CORS, as commander leaves them. */
export interface ReverseProxyCommandOptions {
  readonly reverseProxy?: true;
  readonly frontend?: string;
  readonly api?: string;
  readonly prefix?: string;
  readonly name?: string;
}

export function addReverseProxyOptions(command: Command): Command {
  return command
    .option("--reverse-proxy", "no policy: put frontend and API on one origin, which needs no CORS")
    .option("--frontend <host:port>", "with --reverse-proxy: where the frontend listens")
    .option("--api <host:port>", "with --reverse-proxy: where the API listens")
    .option("--prefix <path>", "with --reverse-proxy: the API's paths; /api if left out");
}

/** @throws UsageError with one line, if an option is missing or wrong */
export function reverseProxyOf(target: string, options: ReverseProxyCommandOptions): ReverseProxy {
  const { frontend, api, prefix, name } = options;
  if (frontend === undefined || api === undefined)
    throw new UsageError(
      "--reverse-proxy needs --frontend and --api, like --frontend 127.0.0.1:5173 --api 127.0.0.1:3000.",
    );
  try {
    // It checks the name itself.
    return usage(() => generateReverseProxy(target as ReverseProxyName, { frontend, api, prefix, name }));
  } catch (error) {
    if (error instanceof ReverseProxyError) throw new UsageError(`${error.issues.join("; ")}.`);
    throw error;
  }
}
