import type { Emitted, Target } from "../../target.ts";
import { fixedHeaders } from "../fixed-headers.ts";
import { lines } from "../lines.ts";
import { onlyGrant } from "../only-grant.ts";
import { serviceAbilities, upstreamNotStripped } from "../service-abilities.ts";
import { removedHeaders, webConfig } from "./web-config.ts";

/**
 * IIS without the CORS module: custom headers, which are the same in every answer. They cannot depend on the origin, and
 * nothing answers a preflight.
 *
 * @see https://learn.microsoft.com/en-us/iis/configuration/system.webserver/httpprotocol/customheaders/
 */
export const iisHeaders: Target = {
  name: "iis-headers",
  title: "IIS without the CORS module",
  tier: "schema-checked",
  version: "10.0",
  oldest: "7.0",
  can: (facts) => ({
    ...serviceAbilities,
    listedOrigins: { instead: "install the CORS module, and generate for iis" },
    preflights: false,
    always: upstreamNotStripped(facts),
  }),
  emit: (plan): Emitted => {
    const added = fixedHeaders(onlyGrant(plan)).map(([name, value]) => ({ name: "add", attributes: { name, value } }));
    return {
      files: [
        {
          path: "web.config",
          where: "in the folder of the site; beside what its web.config has, not in its place",
          text: lines(webConfig([removedHeaders(plan.strip, added)])),
          comment: "<!-- -->",
        },
      ],
      check: ['appcmd.exe list config "SITE" -section:system.webServer/httpProtocol'],
    };
  },
};
