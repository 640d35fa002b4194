import type { EngineName } from "../engine-name.ts";
import type { Profile } from "../profile.ts";
import { profile } from "../profile.ts";
import { chromium } from "./chromium.ts";
import { firefox } from "./firefox.ts";
import { webkit } from "./webkit.ts";

/** Every engine: what it was watched as, and its departures from the standard. */
export const profiles: Readonly<Record<EngineName, Profile>> = {
  spec: profile("spec", "the Fetch standard", []),
  chromium,
  firefox,
  webkit,
};
