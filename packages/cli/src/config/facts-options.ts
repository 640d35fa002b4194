import { FactsError, upstreamKinds } from "@concors/config";
import type { Facts, UpstreamKind } from "@concors/config";
import type { Command } from "commander";
import { Option } from "commander";
import { UsageError } from "../usage-error.ts";

/** The options that say what is known of a server, as commander leaves them. */
export interface FactsOptions {
  readonly serverVersion?: string;
  readonly upstream?: UpstreamKind;
  readonly upstreamCors: boolean;
  readonly auth?: "none" | "basic";
  readonly front?: "server" | "none";
  readonly name?: string;
  readonly allowWider?: true;
}

export function addFactsOptions(command: Command): Command {
  return command
    .option("--server-version <version>", "the server's version; the one that the tests run if left out")
    .addOption(
      new Option(
        "--upstream <kind>",
        `where answers come from: ${upstreamKinds.join(", ")}; proxy if left out`,
      ).choices(upstreamKinds),
    )
    .option("--no-upstream-cors", "the application behind the server sends no CORS headers of its own")
    .addOption(
      new Option("--auth <kind>", "whether the server itself asks for a password: none or basic").choices([
        "none",
        "basic",
      ]),
    )
    .addOption(
      new Option(
        "--front <kind>",
        "what is in front of an application: server, which may be a platform, or none; server if left out",
      ).choices(["server", "none"]),
    )
    .option("--name <name>", "what names in the configuration begin with; cors if left out")
    .option("--allow-wider", "where the server cannot say the policy, allow more than it says");
}

export function factsOf({ serverVersion, upstream, upstreamCors, auth, front, name, allowWider }: FactsOptions): Facts {
  return { version: serverVersion, upstream, upstreamSendsCors: upstreamCors, auth, front, name, allowWider };
}

/** @throws UsageError in the place of what is thrown for facts that are none, and for a target that is not known */
export function usage<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof FactsError || error instanceof TypeError) throw new UsageError(`${error.message}.`);
    throw error;
  }
}
