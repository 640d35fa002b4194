import type { OriginExpression } from "../../block.ts";
import type { Environment } from "./environment.ts";
import { evaluateExpression } from "./evaluate-expression.ts";
import type { Directive, Word } from "./parse-apache.ts";

/**
 * Carries out directives that set variables by what a request has.
 *
 * @see https://httpd.apache.org/docs/2.4/mod/mod_setenvif.html
 */
export function setVariables(directives: readonly Directive[], environment: Environment): void {
  for (const { name, arguments: words, at } of directives) {
    const [first, second, ...rest] = words;
    if (first === undefined) continue;
    if (name === "setenv") environment.set(first.text, second?.text ?? "");
    else if (name === "unsetenv") environment.unset(first.text);
    else if (name === "setenvifexpr") {
      if (evaluateExpression(first.text, environment, at) === true) assign(words.slice(1), environment);
    } else if ((name === "setenvif" || name === "setenvifnocase") && second !== undefined) {
      const rule = expressionOf(second, name === "setenvifnocase", echoOf(rest), at);
      if (environment.matches(attribute(first.text, environment), rule)) assign(rest, environment);
    }
  }
}

function expressionOf(
  { text, at: { span }, quote }: Word,
  ignoresCase: boolean,
  echo: OriginExpression["echo"],
  at: OriginExpression["at"],
): OriginExpression {
  const quoted = (source: string): string => `"${source.replaceAll('"', String.raw`\"`)}"`;
  return {
    kind: "expression",
    source: text,
    ignoresCase,
    echo,
    at,
    print: (source) => ({ span, text: quote === "" ? source : quoted(source) }),
  };
}

/** What of an expression's match becomes a variable, which is what is sent in the end. */
function echoOf(assignments: readonly Word[]): OriginExpression["echo"] {
  const index = /=.*\$(\d)/.exec(assignments.map(({ text }) => text).join(" "))?.[1];
  return index === undefined ? "request" : Number(index);
}

/** A header, or another part of a request, or a variable that was set before. */
function attribute(name: string, environment: Environment): string {
  switch (name.toLowerCase()) {
    case "request_method":
      return environment.request.method;
    case "request_uri":
      return environment.request.path;
    case "request_protocol":
      return "HTTP/1.1";
    default:
      return environment.get(name) ?? environment.header(name);
  }
}

function assign(words: readonly Word[], environment: Environment): void {
  for (const { text } of words) {
    const [, not, name = "", value] = /^(!?)([^=]+)(?:=(.*))?$/s.exec(text) ?? [];
    if (not === "!") environment.unset(name);
    else environment.set(name, environment.withCaptures(value ?? "1"));
  }
}
