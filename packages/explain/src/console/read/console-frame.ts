import type { EngineName } from "@concors/browser/engine";

export type BrowserName = Exclude<EngineName, "spec">;

/** What stands around a reason: who asked for what, from where, and what became of it. */
export interface ConsoleFrame {
  /** null if any could have said it. */
  readonly engine: BrowserName | null;
  /** What was asked for, or where a redirect led; null if it is lost. */
  readonly url: string | null;
  /** Where it began, if it was redirected. */
  readonly first: string | null;
  readonly origin: string | null;
  /** The page's address, where one is told. */
  readonly page: string | null;
  readonly method: string | null;
  readonly status: number | null;
  readonly isPreflight: boolean;
  /** WebKit tells of a redirect that it does not follow, and where it leads. */
  readonly redirectsTo: string | null;
  /** How often Firefox tells that a channel failed: once for each that waited for another. */
  readonly failedChannels: number;
}

/** Reads what stands around the reason. The text is normalized. */
export function readFrame(text: string): ConsoleFrame {
  const network = /\b([A-Z]{3,7}) (\S+?:\/\/\S+) (?:net::ERR_\w+ ?)?(\d{3})?\b/.exec(text);
  const refused = /Method '?([!#$%&*+.^_|~\w-]+)'? is not allowed by Access-Control/i.exec(text);
  return {
    engine: engineOf(text),
    url: urlIn(text),
    first: firstOf(text, /redirected from '(\S+?)'/i),
    origin: originIn(text),
    page: firstOf(text, /The page at '?(\S+?)'? (?:was loaded|requested)/i, /Content at '?(\S+?)'? may not/i),
    method: refused?.[1] ?? network?.[1] ?? null,
    status: statusIn(text) ?? (network?.[3] === undefined ? null : Number(network[3])),
    isPreflight: /preflight/i.test(text),
    redirectsTo: firstOf(text, /redirection to (\S+) denied/i, /Redirect from '\S+?' to '(\S+?)' has been blocked/i),
    failedChannels: text.match(/CORS request did not succeed/gi)?.length ?? 0,
  };
}

const marks: readonly (readonly [BrowserName, RegExp])[] = [
  [
    "firefox",
    /Cross-Origin Request Blocked|\(Reason: |NetworkError when attempting|in CORS header|CORS header 'Access/i,
  ],
  [
    "webkit",
    /access control checks|\[(?:Error|Warning)\] |\bLoad failed|Preflight response is not successful|is not allowed by Access-Control-Allow-Origin/i,
  ],
  ["chromium", /blocked by CORS policy|net::ERR_|Failed to fetch|therefore not allowed access/i],
];

function engineOf(text: string): BrowserName | null {
  return marks.find(([, mark]) => mark.test(text))?.[0] ?? null;
}

function urlIn(text: string): string | null {
  const found = writtenUrlIn(text);
  // Whoever asks for help puts other words in its place.
  return found !== null && /^[a-z][a-z\d+.-]*:/i.test(found) ? found : null;
}

function writtenUrlIn(text: string): string | null {
  return firstOf(
    text,
    /Redirect from '(\S+?)' to '\S+?' has been blocked/i,
    /Access to .{1,60}? at '(\S+?)'/i,
    /remote resource at '?(\S+?)'?\. \(Reason/i,
    /remote resource at '?([^\s']+?)[.,]?'?(?: |$)/i,
    /(?:Fetch API|XMLHttpRequest|EventSource|Beacon API|load image|image) cannot load (\S+?)(?: due to|\. )/i,
    /Cannot load image (\S+) due to/i,
    /(?:Fetch API|XMLHttpRequest|EventSource) cannot load ([^\s']+?)\.?(?: |$)/i,
    /Failed to load (\S+?:\/\/\S+?): /i,
    /insecure (?:resource|XMLHttpRequest endpoint|content from) '(\S+?)'/i,
    /insecure (?:resource|content from) (\S+?)\.?(?: |$)/i,
    /mixed active content '(\S+?)'/i,
    /load local resource: (\S+)/i,
    /may not load (?:or link to|data from) (\S+?)\.?(?: |$)/i,
    /resource (?:at|from) '(\S+?)' was blocked due to/i,
    /Refused to (?:execute|apply) (?:(?:script|style) from )?'?(\S+?)'? (?:as script )?because/i,
    /Cancelled load to (\S+) because/i,
    /restricted network port \d+: (\S+)/i,
    /while loading (\S+)/i,
    /Http failure response for (\S+?):? /i,
    /bad URI or cross-site access not allowed source: (\S+)/i,
    /cross-origin response (\S+?:\/\/\S+) with MIME type/i,
    /Module source URI is not allowed in this document: '(\S+?)'/i,
    /(?:module|script|resource) (?:at|from) '(\S+?)' was blocked because/i,
    /imported module: (\S+)/i,
    /\b[A-Z]{3,7} (\S+?:\/\/\S+) (?:net::ERR_|\d{3}\b)/,
    / at '(\S+?:\/\/\S+?)'/i,
  );
}

function originIn(text: string): string | null {
  return firstOf(
    text,
    // An older Chromium names the resource's origin before that of the page.
    /Origin '?(null|[a-z][a-z0-9+.-]*:\/\/\S+?)'? is (?:therefore )?not allowed/i,
    /from origin '(\S+?)'(?! has been blocked from loading)/i,
    /the request origin (\S+?)\.?(?: |$)/i,
  );
}

/** Three engines end with it, older ones put it into a sentence. */
function statusIn(text: string): number | null {
  const status = firstOf(
    text,
    /Status code: (\d{3})/i,
    /HTTP status code (\d{3})/i,
    /preflight has invalid HTTP status code (\d{3})/i,
  );
  return status === null ? null : Number(status);
}

function firstOf(text: string, ...patterns: readonly RegExp[]): string | null {
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}
