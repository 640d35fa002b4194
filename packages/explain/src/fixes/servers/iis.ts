import { lines } from "../write-server-fix.ts";
import type { WriteServerFix } from "../write-server-fix.ts";

export const writeIis: WriteServerFix = ({ grant: { credentials, origins, preflight } }) => {
  const code = lines(
    '<cors enabled="true">',
    ...origins.map((origin) =>
      lines(
        `  <add origin="${origin}"${credentials ? ' allowCredentials="true"' : ""}>`,
        listOf("allowMethods", "method", preflight?.methods ?? []),
        listOf("allowHeaders", "header", preflight?.headerNames ?? []),
        "  </add>",
      ),
    ),
    "</cors>",
  );
  const where =
    "in web.config under <system.webServer>; needs the IIS CORS module, and no CORS headers in <customHeaders> beside it";
  return { name: "IIS", language: "xml", parts: [{ where, code }] };
};

function listOf(tag: string, attribute: string, items: readonly string[]): string | false {
  const adds = items.map((item) => `<add ${attribute}="${item}" />`);
  return adds.length > 0 && `    <${tag}>${adds.join("")}</${tag}>`;
}
