import type { EngineName } from "../index.ts";

const names: Readonly<Record<EngineName, string>> = {
  spec: "the standard",
  chromium: "Chromium",
  firefox: "Firefox",
  webkit: "WebKit",
};

export function engineName(engine: EngineName): string {
  return names[engine];
}
