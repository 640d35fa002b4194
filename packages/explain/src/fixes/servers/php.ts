import { credentialsHeaders, isPublic, preflightHeaders } from "../grant-headers.ts";
import { lines } from "../write-server-fix.ts";
import type { WriteServerFix } from "../write-server-fix.ts";

export const writePhp: WriteServerFix = ({ grant }) => {
  const open = isPublic(grant);
  const shared = credentialsHeaders(grant).map(([name, value]) => `header('${name}: ${value}');`);
  const code = lines(
    ...(open
      ? ["header('Access-Control-Allow-Origin: *');"]
      : [
          "$origin = $_SERVER['HTTP_ORIGIN'] ?? '';",
          "header('Vary: Origin', false);",
          `if (in_array($origin, [${grant.origins.map((origin) => `'${origin}'`).join(", ")}], true)) {`,
          '  header("Access-Control-Allow-Origin: $origin");',
          ...shared.map((line) => `  ${line}`),
          "}",
        ]),
    grant.preflight !== null &&
      lines(
        "if ($_SERVER['REQUEST_METHOD'] === 'OPTIONS' && isset($_SERVER['HTTP_ACCESS_CONTROL_REQUEST_METHOD'])) {",
        ...preflightHeaders(grant).map(([name, value]) => `  header('${name}: ${value}');`),
        "  http_response_code(204);",
        "  exit;",
        "}",
      ),
  );
  return { name: "PHP", language: "php", parts: [{ where: "at the top of the front controller, after <?php", code }] };
};
