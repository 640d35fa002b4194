import { HTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1";
import { VirtualService } from "@kubernetes-models/istio/networking.istio.io/v1";
import { Middleware } from "@kubernetes-models/traefik/traefik.io/v1alpha1";
import type { Policy } from "concors";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { generate, targets } from "../../src/index.ts";
import type { Site, TargetName } from "../../src/index.ts";
import { policies } from "../../../concors/test/policy/generated.ts";
import { honest } from "./honest.ts";
import { isNarrower } from "./expect-no-more.ts";
import { everything, nested, p1, p2 } from "./policies.ts";

/** The vendor's schema, for the files that it is for. */
const schemas = [
  { target: "gateway-api", file: 0, validate: (value: object) => new HTTPRoute(value as never).validate() },
  { target: "istio", file: 0, validate: (value: object) => new VirtualService(value).validate() },
  { target: "traefik", file: 1, validate: (value: object) => new Middleware(value as never).validate() },
] as const;

function parsed(target: TargetName, site: Policy | Site | "none", file: number): unknown {
  const { files } = generate(target, site, {
    ...honest(target),
    allowWider: typeof site === "object" && "routes" in site,
  });
  return files[file] === undefined ? null : parse(files[file].text);
}

describe.each(schemas)("what is written for $target", ({ target, file, validate }) => {
  test.each(Object.entries({ p1, p2, everything, none: "none" as const, ...(target !== "traefik" && { nested }) }))(
    "has the vendor's schema: %s",
    (_, policy) => {
      expect(() => validate(parsed(target, policy, file) as object)).not.toThrow();
    },
  );

  test("whatever the policy is", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const value = parsed(target, policy, file);
        if (value !== null) validate(value as object);
      }),
      { numRuns: 300 },
    );
  }, 120_000);

  test("the schema knows what is wrong", () => {
    const text = JSON.stringify(parsed(target, p1, file)).replace(":true", ':"yes"');
    expect(() => validate(JSON.parse(text) as object)).toThrow(/must be/);
  });
});

/** How each says its lists. */
const lists: readonly { target: TargetName; file: number; read: (value: never) => Lists }[] = [
  {
    target: "envoy",
    file: 1,
    read: (value: { typed_per_filter_config: { "envoy.filters.http.cors": Record<string, string> } }) => {
      const cors = value.typed_per_filter_config["envoy.filters.http.cors"];
      return {
        methods: cors["allow_methods"]?.split(", "),
        requestHeaders: cors["allow_headers"]?.split(", "),
        exposedHeaders: cors["expose_headers"]?.split(", "),
      };
    },
  },
  {
    target: "istio",
    file: 0,
    read: (value: { spec: { http: { corsPolicy: Record<string, string[]> }[] } }) => {
      const { allowMethods, allowHeaders, exposeHeaders } = value.spec.http[0]!.corsPolicy;
      return { methods: allowMethods, requestHeaders: allowHeaders, exposedHeaders: exposeHeaders };
    },
  },
  {
    target: "gateway-api",
    file: 0,
    read: (value: { spec: { rules: { filters: { cors: Record<string, string[]> }[] }[] } }) => {
      const { allowMethods, allowHeaders, exposeHeaders } = value.spec.rules[0]!.filters[0]!.cors;
      return { methods: allowMethods, requestHeaders: allowHeaders, exposedHeaders: exposeHeaders };
    },
  },
  {
    target: "traefik",
    file: 0,
    read: (value: { http: { middlewares: { cors: { headers: Record<string, string[]> } } } }) => {
      const said = value.http.middlewares.cors.headers;
      return {
        methods: said["accessControlAllowMethods"],
        requestHeaders: said["accessControlAllowHeaders"],
        exposedHeaders: said["accessControlExposeHeaders"],
      };
    },
  },
];

interface Lists {
  readonly methods: readonly string[] | undefined;
  readonly requestHeaders: readonly string[] | undefined;
  readonly exposedHeaders: readonly string[] | undefined;
}

test.each(lists)(
  "$target: the YAML parses back to the lists of the policy",
  ({ target, file, read }) => {
    const words = (list: "*" | readonly string[] | undefined): readonly string[] => [...new Set([list ?? []].flat())];
    fc.assert(
      fc.property(policies, (policy) => {
        const generated = generate(target, policy, honest(target));
        if (generated.files.length === 0 || isNarrower(generated.losses)) return;
        const said = read(parse(generated.files[file]!.text) as never);
        expect(words(said.methods)).toEqual(words(policy.methods));
        expect(words(said.requestHeaders)).toEqual(words(policy.requestHeaders));
        expect(words(said.exposedHeaders)).toEqual(words(policy.exposedHeaders));
      }),
      { numRuns: 300 },
    );
  },
  120_000,
);

const patterns = {
  "cors-allow-origin": /^((((([a-z]+:\/\/)?(\*\.)?[A-Za-z0-9\-.]*(:\d+)?,?)|null)+)|\*)?$/,
  "cors-allow-methods": /^([A-Za-z]+,?\s?)+$/,
  "cors-allow-headers": /^([A-Za-z0-9\-_]+,?\s?)+$/,
  "cors-expose-headers": /^(([A-Za-z0-9\-_]+|\*),?\s?)+$/,
  "cors-max-age": /^\d+$/,
  "cors-allow-credentials": /^(true|false)$/,
  "enable-cors": /^true$/,
};

test("ingress-nginx: no annotation is one that the controller would take for a default", () => {
  fc.assert(
    fc.property(policies, (policy) => {
      const value = parsed("ingress-nginx", policy, 0) as { metadata: { annotations: Record<string, string> } } | null;
      if (value === null) return;
      const said = value.metadata.annotations;
      for (const [name, pattern] of Object.entries(patterns)) {
        const annotation = said[`nginx.ingress.kubernetes.io/${name}`];
        if (name !== "cors-expose-headers" || annotation !== undefined) expect(annotation).toMatch(pattern);
      }
    }),
    { numRuns: 300 },
  );
}, 120_000);

test.each(targets.map(({ name }) => name as TargetName))(
  "%s never throws, whatever the policy is",
  (target) => {
    fc.assert(
      fc.property(policies, fc.boolean(), (policy, upstreamSendsCors) => {
        const { files, losses } = generate(target, policy, { upstreamSendsCors });
        expect(files.length === 0).toBe(losses.some(({ effect }) => effect === "refused"));
        for (const { text } of files) expect(text).not.toMatch(/undefined|\[object|NaN/);
      }),
      { numRuns: 200 },
    );
  },
  120_000,
);
