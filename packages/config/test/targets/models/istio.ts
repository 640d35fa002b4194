import { parse } from "yaml";
import { answerOf, takesWhole } from "./envoy.ts";
import type { Model } from "./model.ts";

interface VirtualService {
  readonly spec: {
    readonly http: readonly {
      readonly match?: readonly { readonly uri: { exact?: string; prefix?: string; regex?: string } }[];
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
    }[];
  };
}

/**
 * Istio makes of a VirtualService what Envoy takes: lists joined by commas, durations in seconds. Of its http routes, the
 * first of which a match takes the path decides; a prefix is one of characters.
 *
 * @see https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/route/route.go
 */
export const istioModel: Model = ([file = ""], request, upstream) => {
  const { http } = (parse(file) as VirtualService).spec;
  const { corsPolicy, headers } = http.find(
    ({ match }) => match === undefined || match.some(({ uri }) => takesPath(uri, request.path)),
  )!;
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

function takesPath(
  { exact, prefix, regex }: { exact?: string; prefix?: string; regex?: string },
  path: string,
): boolean {
  if (exact !== undefined) return exact === path;
  return prefix === undefined ? takesWhole(regex!, path) : path.startsWith(prefix);
}

function listed(key: string, names: readonly string[] | undefined): Readonly<Record<string, string>> {
  return names === undefined || names.length === 0 ? {} : { [key]: names.join(",") };
}
