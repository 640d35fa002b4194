import { lookup } from "node:dns";
import type { LookupAddress, LookupOptions } from "node:dns";
import { Resolver } from "node:dns/promises";
import { callbackify } from "node:util";

/** All addresses of a name. */
export type LookUp = (
  hostname: string,
  options: LookupOptions,
  callback: (error: NodeJS.ErrnoException | null, answers: readonly LookupAddress[]) => void,
) => void;

/** Names that the system is asked about at once: libuv has as many threads for that. */
const most = 2;

/** Milliseconds that a name server is waited for, each time. */
const timeout = 2500;

/**
 * Asks the system, which knows more than name servers do (`/etc/hosts`, search domains), and name servers themselves while
 * it is busy.
 *
 * NB: A name whose servers do not answer keeps the system's thread for seconds, and there are two of them: whoever asks for
 * two such names would keep everybody else from all names that are not connected to already. Name servers can be asked any
 * number of questions at once.
 *
 * @param knowsOwnNames whether names may be of this machine or its network alone, so that nobody but the system is asked
 */
export function createLookUp(knowsOwnNames: boolean): LookUp {
  let asked = 0;
  return (hostname, options, callback) => {
    if (asked >= most && !knowsOwnNames) {
      // NB: Without answers there is no list.
      askServers(hostname, options, (error, answers) => callback(error, error === null ? answers : []));
      return;
    }
    asked += 1;
    lookup(hostname, { ...options, all: true }, (error, answers) => {
      asked -= 1;
      callback(error, answers);
    });
  };
}

/** @throws Error of the first family, if neither has an address */
async function askNameServers(hostname: string, { family }: LookupOptions): Promise<readonly LookupAddress[]> {
  // One for each question: which servers there are may change.
  const resolver = new Resolver({ timeout, tries: 2 });
  const families = family === 4 || family === "IPv4" ? [4] : family === 6 || family === "IPv6" ? [6] : [4, 6];
  const settled = await Promise.allSettled(
    families.map(async (one) => {
      const addresses = await (one === 4 ? resolver.resolve4(hostname) : resolver.resolve6(hostname));
      return addresses.map((address) => ({ address, family: one }));
    }),
  );
  const answers = settled.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
  const [first] = settled;
  if (answers.length === 0 && first?.status === "rejected") throw first.reason;
  return answers;
}

const askServers = callbackify(askNameServers);
