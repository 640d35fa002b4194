import { generate } from "@concors/config";
import type { Facts, TargetName } from "@concors/config";
import { importSite } from "@concors/config/read";
import { describe, expect, test } from "vitest";
import { meaningOf } from "./meaning.ts";

interface Move {
  readonly path: string;
  readonly text: string;
  readonly target: TargetName;
  readonly facts: Facts;
}

const moves: readonly Move[] = [
  {
    path: "ingress.yaml",
    text: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: api
  annotations:
    nginx.ingress.kubernetes.io/enable-cors: "true"
    nginx.ingress.kubernetes.io/cors-allow-origin: "https://app.example.com, https://*.preview.example.com"
    nginx.ingress.kubernetes.io/cors-allow-methods: "GET, POST, PUT, DELETE"
    nginx.ingress.kubernetes.io/cors-allow-headers: "Content-Type, Authorization"
    nginx.ingress.kubernetes.io/cors-expose-headers: "X-Request-Id, ETag"
    nginx.ingress.kubernetes.io/cors-max-age: "7200"
spec:
  ingressClassName: nginx
  rules:
  - host: api.example.com
    http:
      paths:
      - path: /
        pathType: Prefix
        backend: { service: { name: api, port: { number: 80 } } }
`,
    target: "gateway-api",
    facts: { upstreamSendsCors: false },
  },
  {
    path: ".htaccess",
    text: String.raw`<IfModule mod_headers.c>
  SetEnvIf Origin "^https://(app|www)\.example\.com$" ORIGIN_ALLOWED=$0
  Header always set Access-Control-Allow-Origin %{ORIGIN_ALLOWED}e env=ORIGIN_ALLOWED
  Header always set Access-Control-Allow-Credentials "true" env=ORIGIN_ALLOWED
  Header always set Access-Control-Allow-Methods "GET, POST, PUT"
  Header always set Access-Control-Allow-Headers "Content-Type"
  Header always merge Vary Origin
</IfModule>
`,
    target: "nginx",
    facts: {},
  },
];

describe.each(moves)("moving from $path to $target is one step", ({ path, text, target, facts }) => {
  const { site } = importSite([{ path, text }]);
  const { files, losses } = generate(target, site!, facts);

  test("what is written", async () => {
    const parts = files.map((file) => `==> ${file.path} (${file.where})\n${file.text}`);
    await expect(parts.join("\n")).toMatchFileSnapshot(`golden/${path.replace(".", "")}-to-${target}.txt`);
  });

  test("says what the old one said, and nothing of it is wider", () => {
    expect(losses.filter(({ effect }) => effect === "wider" || effect === "refused")).toEqual([]);
    const moved = importSite(files);
    expect({ site: moved.site && meaningOf(moved.site), findings: moved.findings }).toEqual({
      site: meaningOf(site!),
      findings: [],
    });
  });
});
