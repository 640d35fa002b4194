import type { SourceFile, Unseen } from "../../reading.ts";
import { parseNginx } from "./parse-nginx.ts";
import type { Directive } from "./parse-nginx.ts";

/** Files with what they include in its place; those that another one includes stand there alone. */
export function includeFiles(files: readonly SourceFile[]): {
  readonly roots: readonly (readonly Directive[])[];
  readonly unseen: readonly Unseen[];
} {
  const parsed = new Map(files.map((file) => [file.path, parseNginx(file)]));
  const included = new Set<string>();
  const unseen: Unseen[] = [];
  const expand = (directives: readonly Directive[], within: readonly string[]): readonly Directive[] =>
    directives.flatMap((directive) => {
      const name = directive.arguments[0]?.text;
      if (directive.name !== "include" || name === undefined)
        return [directive.block === null ? directive : { ...directive, block: expand(directive.block, within) }];
      const paths = [...parsed.keys()].filter((path) => isNamed(path, name) && !within.includes(path));
      if (paths.length === 0 && !withoutCors.test(name))
        unseen.push({ ...directive.at, why: `${name} is included and was not given.` });
      return paths.flatMap((path) => {
        included.add(path);
        return expand(parsed.get(path)!, [...within, path]);
      });
    });
  const roots = [...parsed].map(([path, directives]) => ({ path, directives: expand(directives, [path]) }));
  return { roots: roots.filter(({ path }) => !included.has(path)).map(({ directives }) => directives), unseen };
}

/** Whether a file is the one of an `include`, which may have a folder before and a * within. */
function isNamed(path: string, included: string): boolean {
  const last = (text: string): string => text.slice(text.lastIndexOf("/") + 1);
  const expression = last(included)
    .replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("*", ".*");
  return new RegExp(`^${expression}$`).test(last(path));
}

/** What comes with nginx and says nothing about CORS. */
const withoutCors =
  /(?:^|\/)(?:mime\.types|(?:fastcgi|uwsgi|scgi|proxy)_params|fastcgi\.conf|koi-.*|win-utf|modules-enabled\/.*)$/;
