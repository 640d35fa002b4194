import { behaviours, commonHeaders, upstreamHeader } from "@concors/config/verify";
import type { RigInput } from "@concors/config/verify";

/** What an application reads, to do what the application behind a server does. */
export const behaviourData: string = JSON.stringify({ behaviours, commonHeaders, upstreamHeader });

/** What cannot be asked of an application that has CORS in itself: nothing is behind it. */
export const applicationLacks: readonly string[] = ["down", "private", "broken", "gzip", "chunked"];

/** All that a snippet says. */
export function textOf({ generated }: RigInput): string {
  return generated.files.map(({ text }) => text).join("\n");
}
