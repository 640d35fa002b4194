import { behaviours, commonHeaders, upstreamHeader } from "../upstream.ts";

/** What an application in JavaScript or Python reads, to do what the application behind a server does. */
export const behaviourData: string = JSON.stringify({ behaviours, commonHeaders, upstreamHeader });

/** What cannot be asked of an application that has the policy in itself: nothing is behind it. */
export const applicationLacks: readonly string[] = ["down", "private", "broken", "gzip", "chunked"];
