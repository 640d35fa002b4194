import process from "node:process";
import { pino, stdTimeFunctions } from "pino";
import type { Journal } from "./journal.ts";
import { pageOrigin } from "./page-origin.ts";
import { shortAddress } from "./short-address.ts";

/**
 * A line of JSON for each request that is over, and for what else there is to know. No path, query, header or body of a
 * request is in it, and of its client the network alone.
 */
export function jsonJournal(write: (line: string) => void): Journal {
  const log = pino(
    {
      timestamp: stdTimeFunctions.isoTime,
      // Which of several processes it is; the machine's name is known to whoever collects the lines.
      base: { pid: process.pid },
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
  return {
    started({ rateLimit }, { url, admin }) {
      log.info({ url, admin, rateLimited: rateLimit !== null }, "started");
    },
    exchange({ address, origin, milliseconds, ...exchange }) {
      log.info(
        {
          ...exchange,
          origin: origin === null ? null : pageOrigin(origin),
          client: shortAddress(address),
          milliseconds: Math.round(milliseconds * 10) / 10,
        },
        "request",
      );
    },
    note: (text) => log.info(text),
    warning(text, error) {
      if (error === undefined) log.warn(text);
      else log.warn({ err: error }, text);
    },
  };
}
