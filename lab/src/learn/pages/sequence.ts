import type { ExplainedExchange, Explanation } from "@concors/explain/light";

/** Characters between the lifelines of the page and the browser. */
const pageWidth = 20;
const margin = " ".repeat(6);

/**
 * A sequence diagram in text: what was played, exchange by exchange, with the headers that matter. The line of an answer
 * that decided is marked.
 *
 * @param siteLetter the letter of the site that a URL is of
 */
export function sequenceOf(explanations: readonly Explanation[], siteLetter: (url: string) => string): string {
  const steps = explanations.flatMap((explanation) => [
    { kind: "fetch" } as const,
    ...explanation.timeline.flatMap((exchange) => stepsOf(exchange, explanation, siteLetter(exchange.url))),
    { kind: "outcome", text: outcomeOf(explanation) } as const,
  ]);
  const width = Math.max(40, ...steps.map((step) => ("text" in step ? step.text.length + 5 : 0)));
  const letters = explanations.flatMap(({ timeline }) => timeline.map(({ url }) => siteLetter(url)));
  const lines = [heading([...new Set(letters)].sort(), width), ...steps.map((step) => draw(step, width))];
  return lines.map((line) => line.trimEnd()).join("\n");
}

interface HeaderStep {
  readonly kind: "header";
  readonly text: string;
}

type Step =
  | HeaderStep
  | { readonly kind: "fetch" }
  | { readonly kind: "request"; readonly text: string; readonly site: string }
  | { readonly kind: "answer" | "outcome"; readonly text: string };

function heading(letters: readonly string[], width: number): string {
  const name = `${letters.length === 1 ? "site" : "sites"} ${letters.join(" and ")}`;
  return `${"site A’s page".padEnd(pageWidth + 5)}browser${name.padStart(width + 1)}`;
}

function draw(step: Step, width: number): string {
  const page = `${margin}│${" ".repeat(pageWidth)}`;
  const sites = " ".repeat(width);
  switch (step.kind) {
    case "fetch":
      return `${margin}├${label("fetch", pageWidth)}▶│${sites}│`;
    case "request":
      return `${page}├${label(step.text, width)}▶│ ${step.site}`;
    case "answer":
      return `${page}│◀${label(step.text, width)}┤`;
    case "header":
      return `${page}│ ${step.text.padEnd(width - 1)}│`;
    case "outcome":
      return `${margin}│◀${label(step.text, pageWidth)}┤${sites}│`;
  }
}

/** An arrow's shaft with words on it; its head takes the last character. */
function label(text: string, width: number): string {
  return `─ ${text} `.padEnd(width - 1, "─");
}

function stepsOf(exchange: ExplainedExchange, explanation: Explanation, site: string): Step[] {
  const { deciding, method, response, url } = exchange;
  const asked: Step[] = [
    { kind: "request", text: `${method} ${new URL(url).pathname}`, site },
    ...requestHeadersOf(exchange, explanation).map(headerStep(" ")),
  ];
  if (response === null) return asked;
  const answered: Step[] = [
    { kind: "answer", text: `${deciding?.kind === "status" ? "✗ " : ""}${response.status}` },
    ...response.headers.map((header, index) => {
      const step = headerStep(deciding?.kind === "header" && deciding.lines.includes(index) ? "✗" : " ")(header);
      return isHidden(header[0], explanation) ? { ...step, text: `${step.text}  (not for the script)` } : step;
    }),
  ];
  if (deciding?.kind === "absent-header") answered.push({ kind: "header", text: `✗ no ${deciding.name}` });
  return [...asked, ...answered];
}

/** Whether the script does not see a header of the answer, for want of being listed. */
function isHidden(name: string, { response }: Explanation): boolean {
  const lowerName = name.toLowerCase();
  return response !== null && response.hidden.includes(lowerName) && !/^(?:access-control-|vary$)/.test(lowerName);
}

function headerStep(mark: string): (header: readonly [name: string, value: string]) => HeaderStep {
  return ([name, value]) => ({ kind: "header", text: `${mark} ${name}: ${value}` });
}

/** What CORS adds, and what the page set. */
function requestHeadersOf(exchange: ExplainedExchange, { request }: Explanation): ExplainedExchange["requestHeaders"] {
  const ofPage = new Set(request.headers.map(([name]) => name.toLowerCase()));
  return exchange.requestHeaders.filter(
    ([name]) => /^(?:origin|access-control-request-.*)$/i.test(name) || ofPage.has(name.toLowerCase()),
  );
}

function outcomeOf({ readable, response, verdict }: Explanation): string {
  if (verdict === "blocked") return "✗ TypeError";
  return readable ? `✓ ${response!.status}` : response!.type;
}
