/** A rule of a `_headers` file. */
export interface HeadersRule {
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/**
 * Reads a `_headers` file as Cloudflare documents it: at most 100 rules, lines of at most 2000 characters, a path that
 * starts with a slash and has one `*`, and indented lines of a name, a colon and a value.
 *
 * @see https://developers.cloudflare.com/pages/configuration/headers/
 */
export function readHeadersFile(text: string): readonly HeadersRule[] {
  const rules: { path: string; headers: (readonly [string, string])[] }[] = [];
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    if (line.length > 2000) throw new SyntaxError(`a line has more than 2000 characters: ${line}`);
    const [, name, value] = /^\s+([!#$%&'*+.^`|~\w-]+): (\S.*)$/.exec(line) ?? [];
    const rule = rules.at(-1);
    if (name !== undefined && value !== undefined && rule !== undefined) rule.headers.push([name, value]);
    else if (/^\/[^\s*]*\*?[^\s*]*$/.test(line)) rules.push({ path: line, headers: [] });
    else throw new SyntaxError(`a line is neither a path nor a header: ${line}`);
  }
  if (rules.length > 100) throw new SyntaxError("there are more than 100 rules");
  return rules;
}
