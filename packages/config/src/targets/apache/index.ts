import type { KnownFacts } from "../../facts.ts";
import { loss } from "../../loss.ts";
import type { Loss } from "../../loss.ts";
import { allAbilities } from "../../plan/abilities.ts";
import type { Plan } from "../../plan/plan.ts";
import type { EmittedFile, Target } from "../../target.ts";
import { isAtLeast } from "../../version.ts";
import { lines } from "../lines.ts";
import { headerLines } from "./header-lines.ts";
import { variableLines, variablesOf } from "./variables.ts";

const shared = {
  tier: "proven",
  version: "2.4.71",
  // `expr=` in the values of Header came with 2.4.10.
  oldest: "2.4.10",
} as const;

/**
 * The configuration of a virtual host. Rewrite rules run there before authentication and proxying, so that preflights
 * are answered first.
 *
 * @see https://httpd.apache.org/docs/2.4/mod/mod_setenvif.html
 * @see https://httpd.apache.org/docs/2.4/mod/mod_rewrite.html
 */
export const apache: Target = {
  ...shared,
  name: "apache",
  title: "Apache",
  can: () => allAbilities,
  emit: (plan, facts) => ({
    files: [
      {
        path: `${plan.name}.conf`,
        where: `included in the <VirtualHost>, before rewrite rules of its own; ${modules}`,
        text: directives(plan, facts),
        comment: "#",
      },
    ],
    check: ["apachectl configtest"],
    losses: versionLosses(apache, facts),
  }),
};

/**
 * The same in a folder's file, where rewrite rules run after authentication: who asks for a password has to let
 * preflights pass, which then end at the rules.
 *
 * @see https://httpd.apache.org/docs/2.4/howto/htaccess.html
 */
export const apacheHtaccess: Target = {
  ...shared,
  name: "apache-htaccess",
  title: "Apache .htaccess",
  can: () => ({
    ...allAbilities,
    always: [
      // What is refused before the folder is known: a path that cannot be decoded, a <Location> that denies.
      { code: "errors-missing", field: "errors", effect: "narrower" },
      { code: "rewrite-rules-not-inherited", field: "preflight", effect: "narrower" },
    ],
  }),
  emit: (plan, facts) => ({
    files: [
      {
        path: ".htaccess",
        where: `at the beginning of the site's .htaccess; AllowOverride FileInfo; ${modules}`,
        text: directives(plan, facts),
        comment: "#",
      },
      ...(facts.auth === "basic" ? [requirement(plan)] : []),
    ],
    check: [],
    losses: versionLosses(apacheHtaccess, facts),
  }),
};

/** @see https://bz.apache.org/bugzilla/show_bug.cgi?id=61820 */
function versionLosses({ title }: Target, { version }: KnownFacts): readonly Loss[] {
  return isAtLeast(version, "2.4.47") ? [] : [loss(title, "not-modified-stripped", "errors", "narrower", [version])];
}

const modules = "needs mod_headers, mod_rewrite and mod_setenvif";

function directives(plan: Plan, facts: KnownFacts): string {
  const { preflight, grant } = variablesOf(plan);
  return lines(
    variableLines(plan),
    "# Before the application.",
    "RewriteEngine On",
    `RewriteCond %{ENV:${preflight}} .`,
    `RewriteCond %{ENV:${grant}} .`,
    "RewriteRule ^ - [R=204,L]",
    `RewriteCond %{ENV:${preflight}} .`,
    "RewriteRule ^ - [R=403,L]",
    headerLines(plan, facts),
  );
}

function requirement(plan: Plan): EmittedFile {
  return {
    path: `${plan.name}-require.conf`,
    where: "in the place of Require valid-user, wherever the password is asked for",
    text: lines(
      "# A browser sends no password with a preflight. It ends at the rewrite rules.",
      "<RequireAny>",
      `  Require env ${variablesOf(plan).preflight}`,
      "  Require valid-user",
      "</RequireAny>",
    ),
    comment: "#",
  };
}
