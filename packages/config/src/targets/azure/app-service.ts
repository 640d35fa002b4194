import { isAtLeast } from "../../version.ts";
import type { Emitted, Target } from "../../target.ts";
import { jsonText } from "../json.ts";
import { onlyGrant, originList } from "../only-grant.ts";
import { errorsNotDocumented, serviceAbilities, varyNotDocumented } from "../service-abilities.ts";

/**
 * The CORS settings of Azure App Service and Azure Functions: a list of origins, and whether credentials are allowed.
 * Every method and header is. What the application says about CORS is overridden.
 *
 * The version is that of the API Microsoft.Web, a date.
 *
 * @see https://learn.microsoft.com/en-us/azure/app-service/app-service-web-tutorial-rest-api
 */
export const azureAppService: Target = {
  name: "azure-app-service",
  title: "Azure App Service",
  tier: "schema-checked",
  version: "2024.4.1",
  oldest: "2015.8.1",
  can: ({ version }) => ({
    ...serviceAbilities,
    // `supportCredentials` came with 2018-02-01.
    credentials: isAtLeast(version, "2018.2.1") ? "chosen" : "never",
    methods: "not-chosen",
    requestHeaders: "not-chosen",
    exposedHeaders: "not-said",
    longestMaxAge: null,
    always: [varyNotDocumented, errorsNotDocumented],
  }),
  emit: (plan, { version }): Emitted => {
    const grant = onlyGrant(plan);
    return {
      files: [
        {
          path: `${plan.name}.json`,
          where: "the body of PATCH …/sites/SITE/config/web, or siteConfig.cors of a template",
          text: jsonText({
            properties: {
              cors: {
                allowedOrigins: originList(grant),
                supportCredentials: isAtLeast(version, "2018.2.1") ? grant.credentials : undefined,
              },
            },
          }),
          comment: null,
        },
      ],
      check: ["az webapp cors show --resource-group GROUP --name SITE"],
    };
  },
};
