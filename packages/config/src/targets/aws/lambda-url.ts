import type { Emitted, Target } from "../../target.ts";
import { errorsNotDocumented, serviceAbilities, upstreamNotStripped, varyNotDocumented } from "../service-abilities.ts";
import { refused } from "../refused.ts";
import { jsonText } from "../json.ts";
import { onlyGrant } from "../only-grant.ts";
import { allowLists } from "./allow-lists.ts";

/** How many names a list of headers may have. */
const mostHeaders = 100;

/**
 * A function URL of AWS Lambda. Origins are whole, or `*`. Headers that the function sets itself are sent too.
 *
 * The version is that of the API, a date.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Cors.html
 */
export const lambdaUrl: Target = {
  name: "lambda-url",
  title: "AWS Lambda function URL",
  tier: "schema-checked",
  version: "2015.3.31",
  oldest: "2015.3.31",
  can: (facts) => ({
    ...serviceAbilities,
    origins: 100,
    longestOrigin: 253,
    methods: ["GET", "PUT", "HEAD", "POST", "PATCH", "DELETE", "*"],
    matchesMethods: true,
    always: [...upstreamNotStripped(facts), varyNotDocumented, errorsNotDocumented],
  }),
  emit: (plan): Emitted => {
    const lists = allowLists(onlyGrant(plan));
    for (const [field, { length }] of [
      ["requestHeaders", lists.AllowHeaders ?? []],
      ["exposedHeaders", lists.ExposeHeaders ?? []],
    ] as const)
      if (length > mostHeaders)
        return refused(lambdaUrl.title, field, `a list has room for ${mostHeaders} headers, and this has ${length}`);
    return {
      files: [
        {
          path: `${plan.name}.json`,
          where: "handed to aws lambda update-function-url-config; Cors of AWS::Lambda::Url",
          text: jsonText(lists),
          comment: null,
        },
      ],
      check: [
        `aws lambda update-function-url-config --function-name FUNCTION --cors file://${plan.name}.json`,
        "aws lambda get-function-url-config --function-name FUNCTION",
      ],
    };
  },
};
