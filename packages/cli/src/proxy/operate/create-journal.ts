import type { Io } from "../../io.ts";
import { printable } from "../../terminal/printable.ts";
import { exchangeLine } from "../exchange-line.ts";
import type { LogKind } from "../settings/settings.ts";
import { startLines } from "../start-lines.ts";
import type { Journal } from "./journal.ts";
import { jsonJournal } from "./json-journal.ts";

export function createJournal(kind: LogKind, io: Pick<Io, "write" | "writeError">): Journal {
  return kind === "json" ? jsonJournal(io.write) : textJournal(io, kind === "text");
}

function textJournal({ write, writeError }: Pick<Io, "write" | "writeError">, hasExchanges: boolean): Journal {
  return {
    started: (settings, addresses) => write(startLines(settings, addresses)),
    exchange: hasExchanges ? (exchange) => write(exchangeLine(exchange)) : () => {},
    note: (text) => write(`${printable(text)}\n`),
    warning(text, error) {
      const why = error instanceof Error ? ` ${error.message}` : "";
      writeError(`concors: ${printable(`${text}${why}`)}\n`);
    },
  };
}
