import type { Findings } from "./findings.ts";
import { isHttpToken } from "./http-token.ts";

/** Names as headers are compared: in lower case, with hyphens. */
export function checkSecretHeaders(value: unknown, found: Findings): readonly string[] {
  return found.list(["secretHeaders"], value ?? [], (path, name) =>
    typeof name === "string" && isHttpToken(name)
      ? name.toLowerCase().replaceAll("_", "-")
      : found.add("header-invalid", path, name),
  );
}
