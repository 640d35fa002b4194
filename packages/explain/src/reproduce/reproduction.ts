import type { ExplainedExchange, ExplainedRequest, Explanation, Reproduction } from "../explanation.ts";
import { curlLine, tellingHeaders } from "./curl-line.ts";

/**
 * How to make the same requests again. Of an explanation, where secrets are redacted; what a body holds is not known to
 * it.
 */
export function reproductionOf({
  notSent,
  request,
  timeline,
}: Pick<Explanation, "notSent" | "request" | "timeline">): Reproduction {
  const sent = timeline.map((exchange) =>
    curlLine({
      method: exchange.method,
      url: exchange.url,
      headers: tellingHeaders(exchange.requestHeaders, request.headers),
      body: carriesBody(exchange, request) ? bodyName : null,
    }),
  );
  const keptBack =
    notSent === null
      ? []
      : [
          curlLine({
            ...notSent,
            headers: [...request.headers, ["Origin", request.origin]],
            body: request.hasBody ? bodyName : null,
          }),
        ];
  return { curl: [...sent, ...keptBack], fetch: fetchCall(request), permalink: permalink(request) };
}

/** Stands where the body would. */
const bodyName = "BODY";

function carriesBody({ hop, kind }: ExplainedExchange, { hasBody }: ExplainedRequest): boolean {
  return hasBody && kind === "actual" && hop === 0;
}

/** For the console of a page of that origin. */
function fetchCall(request: ExplainedRequest): string {
  const { hasBody, headers, method, url } = request;
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  const init = {
    ...(method !== "GET" && { method }),
    ...(headers.length > 0 && { headers: names.size === headers.length ? Object.fromEntries(headers) : headers }),
    ...(hasBody && { body: bodyName }),
    ...unusualModes(request),
  };
  const second = Object.keys(init).length === 0 ? "" : `, ${JSON.stringify(init, null, 2)}`;
  return `await fetch(${JSON.stringify(url)}${second})`;
}

/** The Lab's address for it, from the fragment on. */
function permalink(request: ExplainedRequest): string {
  const { hasBody, headers, method, origin, url } = request;
  const parameters = new URLSearchParams({ url, from: origin, ...(method !== "GET" && { method }) });
  for (const [name, value] of headers) parameters.append("header", `${name}: ${value}`);
  if (hasBody) parameters.append("body", bodyName);
  for (const [name, value] of Object.entries(unusualModes(request))) parameters.append(name, value);
  return `#/check?${parameters}`;
}

/** What fetch would do otherwise if it were left out. */
function unusualModes({ credentials, mode, redirect }: ExplainedRequest): Readonly<Record<string, string>> {
  return {
    ...(credentials !== "same-origin" && { credentials }),
    ...(mode !== "cors" && { mode }),
    ...(redirect !== "follow" && { redirect }),
  };
}
