import { parse } from "yaml";
import { answerOf } from "./envoy.ts";
import type { Model } from "./model.ts";

interface VirtualService {
  readonly spec: {
    readonly http: readonly [
      {
        readonly corsPolicy?: {
          readonly allowOrigins: readonly { exact?: string; regex?: string }[];
          readonly allowMethods?: readonly string[];
          readonly allowHeaders?: readonly string[];
          readonly exposeHeaders?: readonly string[];
          readonly maxAge?: string;
          readonly allowCredentials?: boolean;
          readonly unmatchedPreflights?: "FORWARD" | "IGNORE";
        };
        readonly headers: {
          readonly response: { readonly remove?: readonly string[]; readonly add?: Readonly<Record<string, string>> };
        };
      },
    ];
  };
}

/**
 * Istio makes of a VirtualService what Envoy takes: lists joined by commas, durations in seconds.
 *
 * @see https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/route/route.go
 */
export const istioModel: Model = ([file = ""], request, upstream) => {
  const { corsPolicy, headers } = (parse(file) as VirtualService).spec.http[0];
  const cors = corsPolicy && {
    allow_origin_string_match: corsPolicy.allowOrigins.map(({ exact, regex }) =>
      regex === undefined ? { exact: exact! } : { safe_regex: { regex } },
    ),
    ...listed("allow_methods", corsPolicy.allowMethods),
    ...listed("allow_headers", corsPolicy.allowHeaders),
    ...listed("expose_headers", corsPolicy.exposeHeaders),
    ...(corsPolicy.maxAge !== undefined && { max_age: corsPolicy.maxAge.replace(/s$/, "") }),
    allow_credentials: corsPolicy.allowCredentials === true,
    forward_not_matching_preflights: corsPolicy.unmatchedPreflights !== "IGNORE",
  };
  const { remove = [], add = {} } = headers.response;
  return answerOf({ cors, remove, add: Object.entries(add) }, request, upstream);
};

function listed(key: string, names: readonly string[] | undefined): Readonly<Record<string, string>> {
  return names === undefined || names.length === 0 ? {} : { [key]: names.join(",") };
}
