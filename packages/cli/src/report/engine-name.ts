import type { EngineName } from "@concors/browser";

const names: Readonly<Record<EngineName, string>> = {
  spec: "standard",
  chromium: "Chromium",
  firefox: "Firefox",
  webkit: "WebKit",
};

export function engineName(engine: EngineName): string {
  return names[engine];
}
