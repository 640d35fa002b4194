import type { Emitted, Target } from "../../target.ts";
import { serviceAbilities, errorsNotDocumented, varyNotDocumented } from "../service-abilities.ts";
import { jsonText } from "../json.ts";
import { onlyGrant } from "../only-grant.ts";
import { allowLists } from "./allow-lists.ts";

/**
 * An HTTP API of Amazon API Gateway. It answers preflights itself, and what the integration says about CORS is ignored.
 * Of patterns there are only `*`, `https://*` and `http://*`.
 *
 * The version is that of the API, a date.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export const apiGateway: Target = {
  name: "api-gateway",
  title: "Amazon API Gateway HTTP API",
  tier: "schema-checked",
  version: "2018.11.29",
  oldest: "2018.11.29",
  can: () => ({
    ...serviceAbilities,
    matchesMethods: true,
    always: [varyNotDocumented, errorsNotDocumented],
  }),
  emit: (plan): Emitted => ({
    files: [
      {
        path: `${plan.name}.json`,
        where: "handed to aws apigatewayv2 update-api; CorsConfiguration of AWS::ApiGatewayV2::Api",
        text: jsonText(allowLists(onlyGrant(plan))),
        comment: null,
      },
    ],
    check: [
      `aws apigatewayv2 update-api --api-id API --cors-configuration file://${plan.name}.json`,
      "aws apigatewayv2 get-api --api-id API --query CorsConfiguration",
    ],
  }),
};

/**
 * A REST API of Amazon API Gateway has no setting for CORS. What its console makes is a mock method for OPTIONS on each
 * resource, headers in each integration's answer, and constant ones for errors, which cannot depend on the origin.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
 */
export const apiGatewayRest: Target = {
  name: "api-gateway-rest",
  title: "Amazon API Gateway REST API",
  tier: "schema-checked",
  version: "2015.7.9",
  oldest: "2015.7.9",
  can: () => ({
    ...serviceAbilities,
    always: [
      {
        code: "policy-not-said",
        field: "origins",
        effect: "refused",
        values: ["it has headers by resource and method, and none by origin; use an HTTP API, or answer in code"],
      },
    ],
  }),
  emit: (): Emitted => ({ files: [], check: [] }),
};
