import type { ExplainedExchange, Explanation } from "@concors/explain";
import { curlLine, redactHeaders, tellingHeaders } from "@concors/explain";
import type { Header, HeaderList } from "concors/protocol";
import { printable } from "../terminal/printable.ts";
import type { CheckInput } from "./check-input.ts";

/** The same requests for curl, one command a line, each with a comment before it. */
export function curlCommands({ notSent, request, timeline }: Explanation, input: CheckInput, verbose: boolean): string {
  const commands = timeline.map((exchange, index) => {
    const { method, requestHeaders, response, url } = exchange;
    const isInferred = response !== null && response.inferredFrom !== null;
    const kind = exchange.kind === "preflight" ? "the preflight" : "the request";
    const remark = isInferred ? ": not sent by the check, it may change something" : "";
    return `# ${index + 1}: ${kind}${remark}\n${curl(method, url, shownHeaders(requestHeaders, request.headers, verbose), bodyOf(exchange, input), input)}`;
  });
  if (notSent !== null) {
    const headers: Header[] = [...redactHeaders(request.headers), ["Origin", request.origin]];
    const body = input.body;
    commands.push(
      `# ${timeline.length + 1}: the request: a browser does not send it\n${curl(notSent.method, notSent.url, headers, body, input)}`,
    );
  }
  const isRedacted = commands.some((command) => command.includes("***"));
  return `${isRedacted ? "# *** stands for what is secret\n" : ""}${commands.join("\n")}\n`;
}

function bodyOf({ hop, kind }: ExplainedExchange, { body }: CheckInput): string | null {
  return kind === "actual" && hop === 0 ? body : null;
}

function shownHeaders(headers: HeaderList, ofPage: HeaderList, verbose: boolean): HeaderList {
  return verbose ? headers : tellingHeaders(headers, ofPage);
}

function curl(
  method: string,
  url: string,
  headers: HeaderList,
  body: string | null,
  { insecure, resolve }: CheckInput,
): string {
  const options = [
    ...(insecure ? ["--insecure"] : []),
    ...resolve.flatMap(({ address, host, port }) => ["--resolve", `${host}:${port}:${address}`]),
  ];
  // A line break in a body is kept, as a shell's quotes keep it; other control characters are written out.
  return curlLine({ method, url, headers, body, options }).split("\n").map(printable).join("\n");
}
