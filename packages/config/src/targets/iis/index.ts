import { loss } from "../../loss.ts";
import type { Grant } from "../../plan/plan.ts";
import type { Emitted, Target } from "../../target.ts";
import { lines } from "../lines.ts";
import { nameList, onlyGrant, originList } from "../only-grant.ts";
import { errorsNotDocumented, serviceAbilities, upstreamNotStripped, varyNotDocumented } from "../service-abilities.ts";
import type { XmlElement } from "../xml.ts";
import { removedHeaders, webConfig } from "./web-config.ts";

/**
 * The CORS module of IIS, which is installed by itself. It answers preflights before any other module sees them, also
 * where nobody is let in without a password, and of several rules the one for the most specific host decides.
 *
 * The version is that of the module.
 *
 * @see https://learn.microsoft.com/en-us/iis/extensions/cors-module/cors-module-configuration-reference
 */
export const iis: Target = {
  name: "iis",
  title: "IIS with the CORS module",
  tier: "schema-checked",
  version: "1.0",
  oldest: "1.0",
  can: (facts) => ({
    ...serviceAbilities,
    subdomains: "unknown",
    repeats: "headers",
    always: [...upstreamNotStripped(facts), varyNotDocumented, errorsNotDocumented],
  }),
  emit: (plan): Emitted => {
    const { kept, lost } = apartIgnoringCase(nameList(onlyGrant(plan).methods));
    const grant = { ...onlyGrant(plan), methods: kept };
    const cors: XmlElement = {
      name: "cors",
      // Requests of other origins are for the application to answer, as are those of programs that are no browsers.
      attributes: { enabled: "true", failUnlistedOrigins: "false" },
      children: originList(grant).map((origin) => originRule(origin, grant)),
    };
    return {
      files: [
        {
          path: "web.config",
          where: "in the folder of the site; beside what its web.config has, not in its place",
          text: lines(webConfig([cors, removedHeaders(plan.strip)])),
          comment: "<!-- -->",
        },
      ],
      check: ['appcmd.exe list config "SITE" -section:system.webServer/cors'],
      losses: lost.length === 0 ? [] : [loss(iis.title, "methods-left-out", "methods", "narrower", lost)],
    };
  },
};

/** A collection of IIS has no two keys that are alike but for their case: PATCH, and patch. */
function apartIgnoringCase(names: readonly string[]): Record<"kept" | "lost", readonly string[]> {
  const isFirst = (name: string, index: number): boolean =>
    names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) === index;
  return {
    kept: names.filter(isFirst),
    lost: names.filter((name, index) => !isFirst(name, index)),
  };
}

function originRule(
  origin: string,
  { credentials, methods, requestHeaders, exposedHeaders, maxAge }: Grant,
): XmlElement {
  const repeats = credentials && requestHeaders === "*";
  return {
    name: "add",
    attributes: {
      origin,
      allowCredentials: String(credentials),
      ...(maxAge === null ? {} : { maxAge: String(maxAge) }),
    },
    children: [
      repeats
        ? { name: "allowHeaders", attributes: { allowAllRequestedHeaders: "true" } }
        : collection("allowHeaders", "header", nameList(requestHeaders)),
      collection("allowMethods", "method", nameList(methods)),
      collection("exposeHeaders", "header", nameList(exposedHeaders)),
    ].filter((element) => element !== null),
  };
}

function collection(name: string, attribute: string, values: readonly string[]): XmlElement | null {
  if (values.length === 0) return null;
  return { name, children: values.map((value) => ({ name: "add", attributes: { [attribute]: value } })) };
}
