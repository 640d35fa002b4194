import type { Emitted, Target } from "../../target.ts";
import { fixedHeaders } from "../fixed-headers.ts";
import { jsonText } from "../json.ts";
import { onlyGrant } from "../only-grant.ts";
import { serviceAbilities } from "../service-abilities.ts";

/**
 * `hosting.headers` of a `firebase.json`: by path, the same for every origin. OPTIONS is answered with 200 for a file
 * that exists, and with 404 else.
 *
 * The version is that of superstatic, which serves what Firebase Hosting would.
 *
 * @see https://firebase.google.com/docs/hosting/full-config#headers
 */
export const firebase: Target = {
  name: "firebase",
  title: "Firebase Hosting",
  tier: "modelled",
  version: "10.0",
  oldest: "5.0",
  can: () => ({
    ...serviceAbilities,
    listedOrigins: { instead: "answer from a function instead" },
    preflights: false,
  }),
  emit: (plan): Emitted => ({
    files: [
      {
        path: "firebase.json",
        where: "in the folder of the project; beside what its firebase.json has, not in its place",
        text: jsonText({
          hosting: {
            headers: [
              {
                source: "**",
                headers: fixedHeaders(onlyGrant(plan)).map(([key, value]) => ({ key, value })),
              },
            ],
          },
        }),
        comment: null,
      },
    ],
    check: ["firebase emulators:start --only hosting"],
  }),
};
