import { targets } from "@concors/config";
import type { Command } from "commander";
import type { ExitStatus } from "../exit-status.ts";
import type { Io } from "../io.ts";

export function addTargetsCommand(config: Command, io: Io, finish: (status: ExitStatus) => void): void {
  config
    .command("targets")
    .description("list the servers, and how sure it is that what is written for them is right")
    .addHelpText("after", "\nExit status: 0.")
    .action(() => {
      const width = Math.max(...targets.map(({ name }) => name.length));
      const tierWidth = "schema-checked".length;
      for (const { name, tier, title, version } of targets)
        io.write(`${name.padEnd(width)}  ${tier.padEnd(tierWidth)}  ${title} ${version}\n`);
      io.write(
        "\nproven: the tests run the real server. modelled: they run a model of it. schema-checked: they check the syntax.\n",
      );
      finish(0);
    });
}
