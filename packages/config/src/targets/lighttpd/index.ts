import { allAbilities } from "../../plan/abilities.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Emitted, Target } from "../../target.ts";
import { lines } from "../lines.ts";
import { luaPolicy } from "./lua-policy.ts";

/** Where lighttpd looks for what is named without a folder is up to who starts it: scripts are named with theirs. */
const folder = "/etc/lighttpd";

/**
 * Lua in mod_magnet: once before anything else has a look at the request, and once when the response is about to be
 * sent, errors too. lighttpd's own conditions cannot repeat an origin, nor answer a preflight with 204.
 *
 * @see https://redmine.lighttpd.net/projects/lighttpd/wiki/Docs_ModMagnet
 */
export const lighttpd: Target = {
  name: "lighttpd",
  title: "lighttpd",
  tier: "proven",
  version: "1.4.69",
  // `magnet.attract-response-start-to` and `lighty.r` came with 1.4.60.
  oldest: "1.4.60",
  // 501 for a method that is registered nowhere comes before any script, 416 for a range beyond the end after all.
  can: () => ({ ...allAbilities, always: [{ code: "errors-missing", field: "errors", effect: "narrower" }] }),
  emit: (plan, facts): Emitted => {
    const { name } = plan;
    return {
      files: [
        {
          path: `${name}.conf`,
          where: `included in ${folder}/lighttpd.conf, after server.modules; needs mod_magnet (lighttpd-modules-lua); a block with scripts of its own for mod_magnet has to name these as well`,
          text: configuration(plan),
          comment: "#",
        },
        {
          path: `${name}-policy.lua`,
          where: folder,
          text: luaPolicy(plan, facts),
          comment: "--",
        },
        { path: `${name}-preflight.lua`, where: folder, text: hook(plan, "preflight"), comment: "--" },
        { path: `${name}-response.lua`, where: folder, text: hook(plan, "response"), comment: "--" },
      ],
      check: [`lighttpd -tt -f ${folder}/lighttpd.conf`],
    };
  },
};

function configuration({ name }: Plan): string {
  return lines(
    "# Before authentication and the application: modules are asked in their order.",
    'server.modules := ( "mod_magnet" ) + server.modules',
    `magnet.attract-raw-url-to += ( "${folder}/${name}-preflight.lua" )`,
    "# With errors, too.",
    `magnet.attract-response-start-to += ( "${folder}/${name}-response.lua" )`,
  );
}

/** The policy is read once: what a script has loaded stays loaded. */
function hook({ name }: Plan, when: "preflight" | "response"): string {
  return lines(
    `package.loaded["${name}"] = package.loaded["${name}"] or dofile("${folder}/${name}-policy.lua")`,
    `return package.loaded["${name}"].${when}(lighty.r)`,
  );
}
