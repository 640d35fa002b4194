import type { Command } from "commander";

/** What has to be said beside a command's name, as its help describes it: "say TARGET, the server: …". */
export function missingArgument(program: Command, argv: readonly string[], message: string): string {
  const name = /'([^']+)'/.exec(message)?.[1];
  const command = commandOf(program, argv);
  // A command that others hang on has one that is meant if none of them is named.
  const found = [command, ...command.commands]
    .flatMap(({ registeredArguments }) => registeredArguments)
    .find((argument) => argument.name() === name);
  return found === undefined ? message : `say ${found.name().toUpperCase()}, ${found.description}.`;
}

function commandOf(program: Command, argv: readonly string[]): Command {
  const [word, ...rest] = argv;
  const child = program.commands.find((command) => command.name() === word);
  return child === undefined ? program : commandOf(child, rest);
}
