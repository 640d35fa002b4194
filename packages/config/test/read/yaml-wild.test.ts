import type { LossCode } from "@concors/config";
import { importSite, lint, ReadError } from "@concors/config/read";
import type { LintCode } from "@concors/config/read";
import { describe, expect, test } from "vitest";
import { saidOf } from "./said-of.ts";
import { applyPatch } from "./apply-patch.ts";

interface Row {
  readonly name: string;
  readonly text: string;
  readonly want: readonly LintCode[];
  /** What the server cannot do, whatever is written; nothing if left out. */
  readonly limits?: readonly LossCode[];
}

const ingress = (...annotations: string[]): string =>
  [
    "apiVersion: networking.k8s.io/v1",
    "kind: Ingress",
    "metadata:",
    "  name: api",
    "  annotations:",
    ...annotations.map((annotation) => `    nginx.ingress.kubernetes.io/${annotation}`),
    "spec:",
    "  rules:",
    "  - host: api.example.com",
    "    http:",
    "      paths:",
    "      - path: /",
    "        pathType: Prefix",
    "        backend: { service: { name: api, port: { number: 80 } } }",
  ].join("\n");

const retired = ["plain-options-answered", "target-retired"] as const;
const retiredWithoutVary = [...retired, "vary-missing"] as const;

const ingressRows: readonly Row[] = [
  {
    name: "switched on and nothing else: any origin, beside credentials",
    text: ingress('enable-cors: "true"'),
    want: ["any-origin-with-credentials"],
    limits: retired,
  },
  {
    name: "one origin is compared, and nothing says so to caches",
    text: ingress('enable-cors: "true"', 'cors-allow-origin: "https://app.example.com"'),
    want: [],
    limits: retiredWithoutVary,
  },
  {
    name: "a snippet says so",
    text: ingress(
      'enable-cors: "true"',
      'cors-allow-origin: "https://app.example.com"',
      'configuration-snippet: |\n      more_set_headers "Vary: Origin";',
    ),
    want: ["plain-options-swallowed"],
    limits: ["target-retired"],
  },
  {
    name: "a snippet that could say so",
    text: ingress(
      'enable-cors: "true"',
      'cors-allow-origin: "https://app.example.com"',
      'configuration-snippet: |\n      more_set_headers "X-Frame-Options: DENY";',
    ),
    want: ["plain-options-swallowed", "vary-missing"],
    limits: ["target-retired"],
  },
  {
    name: "one slash too many, and every origin is allowed",
    text: ingress(
      'enable-cors: "true"',
      "cors-allow-origin: https://app.example.com/, https://www.example.com",
      'cors-allow-credentials: "false"',
    ),
    want: ["falls-back-to-any-origin"],
    limits: retired,
  },
  {
    name: "a host without a scheme is passed over",
    text: ingress('enable-cors: "true"', "cors-allow-origin: app.example.com"),
    want: ["origin-never-sent"],
    limits: retiredWithoutVary,
  },
  {
    name: "origins without the switch",
    text: ingress("cors-allow-origin: https://app.example.com"),
    want: ["not-switched-on"],
  },
  { name: "switched off", text: ingress('enable-cors: "false"'), want: [] },
  {
    name: "a snippet in place of the switch: whoever asks",
    text: ingress(
      'configuration-snippet: |\n      more_set_headers "Access-Control-Allow-Origin: $http_origin";\n      more_set_headers "Access-Control-Allow-Credentials: true";\n      more_set_headers "Vary: Origin";',
    ),
    want: ["reflects-any-origin"],
  },
  {
    name: "a long text that is no origin takes no time",
    text: ingress('enable-cors: "true"', `cors-allow-origin: ${"a".repeat(5000)}/`, 'cors-allow-credentials: "false"'),
    want: ["falls-back-to-any-origin"],
    limits: retired,
  },
  {
    name: "nor does one that is no method",
    text: ingress('enable-cors: "true"', `cors-allow-methods: ${"a".repeat(5000)}!`, 'cors-allow-credentials: "false"'),
    want: [],
    limits: retired,
  },
  {
    name: "sandboxed frames",
    text: ingress('enable-cors: "true"', 'cors-allow-origin: "null"', 'cors-allow-credentials: "false"'),
    want: ["null-allowed"],
    limits: retiredWithoutVary,
  },
];

const route = (...lines: string[]): string =>
  [
    "apiVersion: gateway.networking.k8s.io/v1",
    "kind: HTTPRoute",
    "metadata: { name: api }",
    "spec:",
    "  rules:",
    "  - filters:",
    ...lines.map((line) => `    ${line}`),
    "    backendRefs: [{ name: api, port: 80 }]",
  ].join("\n");

const gatewayRows: readonly Row[] = [
  {
    name: "as it has to be",
    text: route(
      "- type: CORS",
      "  cors: { allowOrigins: [https://app.example.com, https://*.preview.example.com], allowCredentials: true }",
    ),
    want: [],
  },
  {
    name: "the star beside credentials is whoever asks",
    text: route("- type: CORS", '  cors: { allowOrigins: ["*"], allowCredentials: true }'),
    want: ["reflects-any-origin"],
  },
  { name: "the star alone", text: route("- type: CORS", '  cors: { allowOrigins: ["*"] }'), want: [] },
  {
    name: "an origin with a path",
    text: route("- type: CORS", "  cors: { allowOrigins: [https://app.example.com/app] }"),
    want: ["origin-never-sent"],
  },
  {
    name: "headers by hand, and nobody who answers preflights",
    text: route(
      "- type: ResponseHeaderModifier",
      "  responseHeaderModifier:",
      "    add:",
      '    - { name: Access-Control-Allow-Origin, value: "*" }',
      "    - { name: Access-Control-Allow-Headers, value: Authorization }",
    ),
    want: ["preflight-not-answered"],
  },
];

const middleware = (...lines: string[]): string =>
  [
    "http:",
    "  middlewares:",
    "    cors:",
    "      headers:",
    ...lines.map((line) => `        ${line}`),
    "  routers:",
    "    api: { rule: 'Host(`api.example.com`)', middlewares: [cors@file], service: api }",
  ].join("\n");

const traefikRows: readonly Row[] = [
  {
    name: "labels for Traefik: whoever asks, with credentials",
    text: `services:
  api:
    labels:
      - "traefik.http.middlewares.cors.headers.accesscontrolalloworiginlist=*"
      - "traefik.http.middlewares.cors.headers.accesscontrolallowcredentials=true"
`,
    want: ["reflects-any-origin", "vary-missing"],
  },
  {
    name: "labels for Traefik as a map: a dollar is two, and a list has commas",
    text: `services:
  api:
    deploy:
      labels:
        traefik.http.middlewares.cors.headers.accessControlAllowOriginListRegex: ^https://a\\.example\\.com$$,^https://b\\.example\\.com
        traefik.http.middlewares.cors.headers.addVaryHeader: true
`,
    want: ["expression-without-end"],
  },
  {
    name: "labels for Traefik that set headers of one's own",
    text: `services:
  api:
    labels:
      - traefik.http.middlewares.own.headers.customresponseheaders.Access-Control-Allow-Origin=*
      - traefik.http.middlewares.own.headers.customresponseheaders.Access-Control-Allow-Credentials=true
`,
    want: ["any-origin-with-credentials"],
  },
  {
    name: "as it is documented: no Vary",
    text: middleware(
      "accessControlAllowMethods: [GET, OPTIONS, PUT]",
      'accessControlAllowHeaders: ["*"]',
      "accessControlAllowOriginList: [https://foo.bar.org, https://example.org]",
      "accessControlMaxAge: 100",
    ),
    want: ["vary-missing"],
  },
  {
    name: "an origin as an expression is open at both ends, and its dots are none",
    text: middleware(
      "accessControlAllowOriginListRegex:",
      "- https://app.example.com",
      "accessControlAllowCredentials: true",
      "addVaryHeader: true",
    ),
    want: ["expression-dot-unescaped", "expression-without-end"],
  },
  {
    name: "the star beside credentials is whoever asks",
    text: middleware(
      'accessControlAllowOriginList: ["*"]',
      "accessControlAllowCredentials: true",
      "addVaryHeader: true",
    ),
    want: ["reflects-any-origin"],
  },
  {
    name: "a wildcard is in the wrong list",
    text: middleware('accessControlAllowOriginList: ["https://*.example.com"]', "addVaryHeader: true"),
    want: ["origin-never-sent"],
  },
  {
    name: "everybody, by an expression",
    text: middleware('accessControlAllowOriginListRegex: [".*"]', "addVaryHeader: true"),
    want: ["expression-matches-any"],
  },
  {
    name: "headers by hand",
    text: middleware(
      "customResponseHeaders:",
      '  Access-Control-Allow-Origin: "https://a.test, https://b.test"',
      '  Access-Control-Allow-Methods: "GET, PUT"',
    ),
    want: ["preflight-not-answered", "several-origins"],
  },
];

const virtualService = (cors: string, headers = "{ response: { add: { vary: Origin } } }"): string =>
  [
    "apiVersion: networking.istio.io/v1beta1",
    "kind: VirtualService",
    "metadata: { name: ratings }",
    "spec:",
    "  hosts: [ratings.prod.svc.cluster.local]",
    "  http:",
    "  - route: [{ destination: { host: ratings } }]",
    `    headers: ${headers}`,
    `    corsPolicy: ${cors}`,
  ].join("\n");

const istioRows: readonly Row[] = [
  {
    name: "as it is documented: no Vary",
    text: virtualService(
      "{ allowOrigins: [{ exact: https://example.com }], allowMethods: [POST, GET], allowCredentials: false, allowHeaders: [X-Foo-Bar], maxAge: 24h }",
      "{}",
    ),
    want: ["vary-missing"],
  },
  {
    name: "a prefix is the beginning of many other hosts",
    text: virtualService("{ allowOrigins: [{ prefix: https://app.example.com }], allowCredentials: true }"),
    want: ["prefix-or-suffix-match"],
  },
  {
    name: "what takes the star takes everybody, and beside credentials names them",
    text: virtualService('{ allowOrigins: [{ regex: ".*" }], allowCredentials: true }'),
    want: ["reflects-any-origin"],
  },
  {
    name: "so do a few letters that happen to take it",
    text: virtualService('{ allowOrigins: [{ regex: "[^.]+" }], allowCredentials: true }'),
    want: ["reflects-any-origin"],
  },
  {
    name: "everybody is named too, so that answers depend on who asks",
    text: virtualService('{ allowOrigins: [{ exact: "*" }] }', "{}"),
    want: ["vary-missing"],
  },
  {
    name: "an expression takes the whole origin, and its dots any character",
    text: virtualService('{ allowOrigins: [{ regex: "https://app.example.com" }] }'),
    want: ["expression-dot-unescaped"],
  },
  {
    name: "every site of https",
    text: virtualService("{ allowOrigins: [{ prefix: https:// }], allowCredentials: true }"),
    want: ["prefix-or-suffix-match"],
  },
  {
    name: "the list of old, with a wildcard that it never had",
    text: virtualService('{ allowOrigin: ["https://*.example.com"] }'),
    want: ["origin-never-sent"],
  },
];

const virtualHost = (
  policy: string,
  filters = "[{ name: envoy.filters.http.cors }, { name: envoy.filters.http.router }]",
) =>
  [
    `http_filters: ${filters}`,
    "route_config:",
    "  virtual_hosts:",
    "  - name: www",
    '    domains: ["*"]',
    "    response_headers_to_add: [{ header: { key: Vary, value: Origin } }]",
    "    routes:",
    "    - match: { prefix: / }",
    "      route: { cluster: www }",
    "      typed_per_filter_config:",
    "        envoy.filters.http.cors:",
    '          "@type": type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy',
    ...policy.split("\n").map((line) => `          ${line}`),
  ].join("\n");

const envoyRows: readonly Row[] = [
  {
    name: "the example of Envoy: everybody who has an address like it",
    text: virtualHost(
      "allow_origin_string_match:\n- safe_regex: { regex: .*\\.envoyproxy\\.io }\nallow_methods: GET\nmax_age: '100'",
    ),
    want: ["expression-without-start"],
  },
  {
    name: "a policy without the filter",
    text: virtualHost(
      "allow_origin_string_match: [{ exact: https://app.example.com }]",
      "[{ name: envoy.filters.http.router }]",
    ),
    want: ["not-switched-on"],
  },
  {
    name: "an empty prefix is everybody's",
    text: virtualHost('allow_origin_string_match: [{ prefix: "" }]\nallow_credentials: true'),
    want: ["reflects-any-origin"],
  },
  {
    name: "a suffix without a dot",
    text: virtualHost("allow_origin_string_match: [{ suffix: example.com }]"),
    want: ["prefix-or-suffix-match"],
  },
  {
    name: "without minding the case",
    text: virtualHost("allow_origin_string_match: [{ exact: https://app.example.com, ignore_case: true }]"),
    want: ["case-ignored"],
  },
];

const plugin = (config: string): string => `_format_version: "3.0"\nplugins:\n- name: cors\n  config: ${config}`;

const kongRows: readonly Row[] = [
  {
    name: "credentials and no list: whoever asks",
    text: plugin("{ credentials: true }"),
    want: ["reflects-any-origin"],
  },
  {
    name: "switched off",
    text: plugin("{ credentials: true }").replace("- name: cors", "- name: cors\n  enabled: false"),
    want: [],
  },
  { name: "nothing at all is the star", text: plugin("{ max_age: 3600 }"), want: [] },
  {
    name: "a wildcard is an expression",
    text: plugin("{ origins: [https://app.example.com, https://*.preview.example.com], credentials: true }"),
    want: ["wildcard-read-as-expression"],
  },
  {
    name: "an expression without a colon is for the host alone",
    text: plugin(String.raw`{ origins: ['^(.+\.)?example\.com$'] }`),
    want: ["scheme-optional"],
  },
  {
    name: "dots of an expression",
    text: plugin("{ origins: ['https://(app|www).example.com'] }"),
    want: ["expression-dot-unescaped"],
  },
  {
    name: "preflights are left to the application",
    text: plugin("{ origins: [https://app.example.com], methods: [PUT], preflight_continue: true }"),
    want: ["preflight-not-answered"],
  },
];

describe.each([
  ["ingress-nginx", ingressRows],
  ["the Gateway API", gatewayRows],
  ["Traefik", traefikRows],
  ["Istio", istioRows],
  ["Envoy", envoyRows],
  ["Kong", kongRows],
])("%s as it is published", (_, rows) => {
  test.each(rows)("$name", ({ text, want, limits = [] }) => {
    expect(saidOf({ path: "cors.yaml", text })).toEqual({ findings: want.toSorted(), limits });
  });
});

test("what has a sure change is mended by it", () => {
  const rows = [...traefikRows, ...kongRows].map(({ text }) => ({ path: "cors.yaml", text }));
  const patched = rows.flatMap((file) =>
    lint([file]).flatMap(({ code, patch }) => (patch === undefined ? [] : [{ code, file, patch }])),
  );
  expect(new Set(patched.map(({ code }) => code))).toEqual(
    new Set(["expression-dot-unescaped", "vary-missing", "expression-without-end", "wildcard-read-as-expression"]),
  );
  for (const { code, file, patch } of patched) {
    const after = lint([{ ...file, text: applyPatch(file.text, patch) }]).map((finding) => finding.code);
    expect(after).not.toContain(code);
  }
});

describe("YAML is read back", () => {
  test("as policies by path: two objects in one file", () => {
    const two = [
      ingress('enable-cors: "true"', "cors-allow-origin: https://app.example.com").replace("path: /", "path: /api"),
      ingress('enable-cors: "true"', 'cors-allow-origin: "*"', 'cors-allow-credentials: "false"'),
    ].join("\n---\n");
    expect(importSite([{ path: "ingress.yaml", text: two }]).site).toMatchObject({
      routes: [{ prefix: "/api", policy: { origins: ["https://app.example.com"], credentials: true } }],
      fallback: { origins: "*", maxAge: 86_400 },
    });
  });

  test("with the place of a line in a snippet", () => {
    const snippet = '      add_header Access-Control-Allow-Origin "https://a.test/" always;';
    const text = ingress(`configuration-snippet: |\n      # by hand\n${snippet}`);
    expect(lint([{ path: "ingress.yaml", text }])).toMatchObject([
      { code: "origin-never-sent", span: { line: 8, column: 7, endLine: 8 } },
    ]);
    const quoted = ingress(`configuration-snippet: 'add_header Access-Control-Allow-Origin "*";'`);
    expect(importSite([{ path: "ingress.yaml", text: quoted }]).unseen.map(({ why }) => why)).toEqual([
      "This snippet is not read: write it in lines of its own, behind a |.",
    ]);
  });

  test("as one policy for all paths, where whatever is served has it", () => {
    const annotations = ['enable-cors: "true"', "cors-allow-origin: https://app.example.com"];
    const ingresses = ["/api", "/files"].map((path) => ingress(...annotations).replace("path: /", `path: ${path}`));
    const filter = "{ type: CORS, cors: { allowOrigins: [https://app.example.com] } }";
    const rule = (path: string): string =>
      `  - { matches: [{ path: { type: PathPrefix, value: ${path} } }], filters: [${filter}] }`;
    const routes = ["kind: HTTPRoute", "spec:", "  rules:", rule("/api"), rule("/files")];
    const policy = "{ allowOrigins: [{ exact: https://app.example.com }] }";
    const service = virtualService(policy).replace("- route:", "- match: [{ uri: { prefix: /api } }]\n    route:");
    for (const text of [ingresses.join("\n---\n"), routes.join("\n"), service]) {
      const { site, unseen } = importSite([{ path: "cors.yaml", text }]);
      expect({ site, unseen }).toMatchObject({
        site: { fallback: { origins: ["https://app.example.com"] } },
        unseen: [],
      });
      expect(site).not.toHaveProperty("routes");
    }
  });

  test("as policies by path: rules of a route that differ", () => {
    const rule = (path: string, origin: string): string =>
      `  - { matches: [{ path: { type: Exact, value: ${path} } }], filters: [{ type: CORS, cors: { allowOrigins: ["${origin}"] } }] }`;
    const text = ["kind: HTTPRoute", "spec:", "  rules:", rule("/a", "*"), rule("/b", "https://b.test")].join("\n");
    expect(importSite([{ path: "cors.yaml", text }])).toEqual({
      site: {
        routes: [
          { exact: "/a", policy: { origins: "*" } },
          { exact: "/b", policy: { origins: ["https://b.test"] } },
        ],
        fallback: "none",
      },
      unseen: [],
      findings: [],
    });
  });

  test("as policies by path: routers, matches and routes", () => {
    const traefik = middleware("accessControlAllowOriginList: [https://app.example.com]").replace(
      "Host(`api.example.com`)",
      "Host(`api.example.com`) && PathPrefix(`/api/`)",
    );
    const kong = `services:\n- name: s\n  routes:\n  - name: r\n    paths: [/api]\n    plugins: [{ name: cors, config: { origins: [https://app.example.com] } }]`;
    const envoy = virtualHost("allow_origin_string_match: [{ exact: https://app.example.com }]").replace(
      "prefix: /",
      "path_separated_prefix: /api",
    );
    for (const text of [traefik, kong, envoy])
      expect(importSite([{ path: "cors.yaml", text }]).site).toMatchObject({
        routes: [{ prefix: "/api", policy: { origins: ["https://app.example.com"] } }],
        fallback: "none",
      });
  });

  test.each([
    [
      "Middleware and IngressRoute",
      `apiVersion: traefik.io/v1alpha1
kind: Middleware
metadata: { name: cors }
spec: { headers: { accessControlAllowOriginList: [https://app.example.com], addVaryHeader: true } }
---
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
spec: { routes: [{ match: "Host(\`a.test\`) && Path(\`/api\`)", middlewares: [{ name: cors }] }] }`,
      { exact: "/api" },
    ],
    [
      "a list of objects",
      `{ "kind": "List", "items": [{ "kind": "HTTPRoute", "spec": { "rules": [
        { "matches": [{ "path": { "value": "/api/" } }], "filters": [{ "cors": { "allowOrigins": ["https://app.example.com"] } }] },
        { "filters": [] }
      ] } }] }`,
      { prefix: "/api" },
    ],
    [
      "an object of Kong's",
      "apiVersion: configuration.konghq.com/v1\nkind: KongPlugin\nplugin: cors\nconfig: { origins: [https://app.example.com], methods: [GET], headers: [Origin] }",
      null,
    ],
    [
      "Envoy's policies of old",
      "virtual_hosts:\n- cors: { allow_origin_string_match: [{ exact: https://app.example.com }] }\n  routes: []",
      null,
    ],
  ])("of other forms: %s", (_, text, path) => {
    const policy = expect.objectContaining({ origins: ["https://app.example.com"] }) as unknown;
    expect(importSite([{ path: "cors.yaml", text }])).toMatchObject({
      site: path === null ? { fallback: policy } : { routes: [{ ...path, policy }], fallback: "none" },
      unseen: [],
    });
  });

  test.each([
    ["a route by a header", "{ match: [{ uri: { prefix: /api }, headers: { x-a: { exact: b } } }]", "/api by headers"],
    ["a route by an expression", "{ match: [{ uri: { regex: /a.* } }]", "/a.*"],
  ])("with a sentence on %s", (_, match, shown) => {
    const routes = `[${match}, corsPolicy: { allowOrigins: [{ exact: https://a.test }] } }, { route: [] }]`;
    const text = `kind: VirtualService\nspec: { http: ${routes} }`;
    expect(importSite([{ path: "cors.yaml", text }]).unseen.map(({ why }) => why)).toEqual([
      `${shown} is no path that a site can have a policy for: what it says is left out.`,
    ]);
  });

  test("with a sentence on what takes fewer origins than a policy's wildcard", () => {
    const text = ingress('enable-cors: "true"', "cors-allow-origin: https://*.example.com");
    const { site, unseen } = importSite([{ path: "ingress.yaml", text }]);
    expect(site?.fallback).toMatchObject({ origins: ["https://*.example.com"] });
    expect(unseen.map(({ why }) => why)).toEqual([
      "https://*.example.com does not let the same origins in as https://*.example.com of the policy, which takes any labels for *.",
    ]);
  });

  test.each(["spring:\n  cloud:\n    gateway:\n      cors: {}", "provider: { name: aws, httpApi: { cors: true } }"])(
    "with a sentence where it speaks of CORS in another form: %j",
    (text) => {
      expect(importSite([{ path: "application.yml", text }])).toMatchObject({
        site: null,
        unseen: [{ why: "It speaks of CORS in a form that is not read here." }],
      });
    },
  );

  test("with what is done where nothing is said, and in the units that are said", () => {
    const kong = importSite([{ path: "kong.yaml", text: plugin("{ origins: [https://app.example.com] }") }]);
    expect(kong.site?.fallback).toMatchObject({ methods: expect.arrayContaining(["PATCH"]) as unknown });
    const text = virtualService("{ allowOrigins: [{ exact: https://app.example.com }], maxAge: 1h30m5s }");
    expect(importSite([{ path: "istio.yaml", text }]).site?.fallback).toMatchObject({ maxAge: 5405 });
  });

  test("by what an alias and a merge stand for", () => {
    const text = `x: &list [https://app.example.com]\ny: &more { credentials: true, max_age: 5 }\nplugins:\n- name: cors\n  config: { max_age: 60, <<: *more, origins: *list }`;
    expect(importSite([{ path: "kong.yaml", text }]).site?.fallback).toMatchObject({
      origins: ["https://app.example.com"],
      credentials: true,
      maxAge: 60,
    });
  });
});

describe("what is no YAML", () => {
  test.each([
    ["a: [1", /^cors\.yaml:1:\d+: /],
    ["{{- if .Values.cors }}\na: 1\n{{- end }}", /This is a template, which has to be rendered first/],
    ["a: &a [*a]", /Aliases make too much of this/],
    ["[".repeat(9000), /This is nested too deeply/],
  ])("%j is refused with a place and a sentence", (text, message) => {
    const read = (): unknown => importSite([{ path: "cors.yaml", text }]);
    expect(read).toThrow(ReadError);
    expect(read).toThrow(message);
  });

  test("labels for Traefik are a policy for the path of the router that uses them", () => {
    const text = `services:
  api:
    labels:
      traefik.http.routers.api.rule: Host(\`api.example.com\`) && PathPrefix(\`/v1\`)
      traefik.http.routers.api.middlewares: auth,cors@docker
      traefik.http.middlewares.cors.headers.accesscontrolalloworiginlist: https://app.example.com,https://www.example.com
      traefik.http.middlewares.cors.headers.accesscontrolallowmethods: GET,PUT
      traefik.http.middlewares.cors.headers.accesscontrolmaxage: "600"
      traefik.http.middlewares.cors.headers.addvaryheader: "true"
`;
    const policy = {
      origins: ["https://app.example.com", "https://www.example.com"],
      methods: ["GET", "PUT"],
      maxAge: 600,
    };
    expect(importSite([{ path: "compose.yaml", text }])).toMatchObject({
      site: { routes: [{ prefix: "/v1", policy }], fallback: "none" },
      findings: [],
      unseen: [],
    });
  });
});
