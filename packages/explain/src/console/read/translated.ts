/**
 * A line of a Firefox in another language, in English: its words are translated, the names and values in it are not, nor
 * is their order after the address. Null if there is none in the text.
 */
export function inEnglish(text: string): string | null {
  const oneLine = text.replace(/\s+/g, " ");
  const opening = openingOf(oneLine);
  if (opening === null) return null;
  // Every line of one console begins alike, so what stands before the first address parts them.
  const [, ...lines] = oneLine.split(opening);
  const translated = lines.flatMap((line) => lineInEnglish(line));
  return translated.length === 0 ? null : translated.join("\n");
}

const address = /\b[a-z][a-z0-9+.-]{0,30}:\/\/\S+/gi;

/** The last words before the first address that a reason of CORS comes after. */
function openingOf(text: string): string | null {
  for (const { 0: url, index } of text.matchAll(address)) {
    const [before, after] = [text.slice(Math.max(0, index - 200), index), text.slice(index + url.length)];
    const reason = reasonIn(after);
    if (reason === null || before.trim().length < 8) continue;
    if (headerName.test(reason) || ofSameOrigin.test(before)) return before.slice(-12);
  }
  return null;
}

const headerName = /Access-Control-Allow-(Origin|Credentials|Methods|Headers)/;

/** What says that it is the policy, where no header does. */
const ofSameOrigin =
  /cross.?origin|same.?origin|multi-?orig|mismo origen|misma pol[ií]tica de origen|gleiche-quelle|одного источника|同源|同一生成元|동일 출처/i;

/** The reason, in brackets or as a sentence; it has a word and a colon before it, and CORS in it. */
function reasonIn(after: string): string | null {
  const reason = /^(?:.{0,40}?[(（.])? ?\p{L}{2,12} ?[:：] ?(.*)/u.exec(after)?.[1];
  return reason !== undefined && /^(?:(?!:\/\/).){0,120}?(?:CORS|Access-Control-)/.test(reason) ? reason : null;
}

function lineInEnglish(line: string): string[] {
  const [given = ""] = /^\S+/.exec(line) ?? [];
  const reason = reasonIn(line.slice(given.length));
  if (reason === null) return [];
  const url = given.replace(/[.。,'’”»]+$/, "");
  const status = /[)）.。] ?[^:：()（）]{2,24}[:：] ?(\d{3})\b/u.exec(reason)?.[1];
  const shown = status === undefined ? "" : ` Status code: ${status}.`;
  return [
    reasonInEnglish(reason) === authorizationWarning
      ? `Cross-Origin Request Warning: The Same Origin Policy will disallow reading the remote resource at ${url} soon. (Reason: ${authorizationWarning}).`
      : `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${url}. (Reason: ${reasonInEnglish(reason)}).${shown}`,
  ];
}

function reasonInEnglish(reason: string): string {
  const name = headerName.exec(reason)?.[1] ?? null;
  const value = valuesIn(reason).find((text) => !text.startsWith("Access-Control-")) ?? null;
  const isPreflight = /pre-?flight|pré-vérif|comprova|verificación previa|预检|預檢|プリフライト/i.test(reason);
  switch (name) {
    case null:
      return isPreflight ? "CORS preflight response did not succeed" : channelReason(reason);
    case "Methods":
      return value === null
        ? "Did not find method in CORS header ‘Access-Control-Allow-Methods’"
        : `invalid token ‘${value}’ in CORS header ‘Access-Control-Allow-Methods’`;
    case "Headers":
      if (value === "*") return authorizationWarning;
      return isPreflight && value !== null
        ? `header ‘${value}’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response`
        : `invalid token ‘${value ?? "…"}’ in CORS header ‘Access-Control-Allow-Headers’`;
    default:
      // NB: The Spanish one names the wrong header here.
      if (value === "*") return "Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’";
      if (name === "Credentials") return "expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’";
      if (value !== null) return `CORS header ‘Access-Control-Allow-Origin’ does not match ‘${value}’`;
      return /nur ein|mehrere|plusieurs|múltipl|multipli|vários|несколько|多个|複数/i.test(reason)
        ? "Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed"
        : "CORS header ‘Access-Control-Allow-Origin’ missing";
  }
}

const authorizationWarning =
  "When the ‘Access-Control-Allow-Headers’ is ‘*’, the ‘Authorization’ header is not covered";

function channelReason(reason: string): string {
  if (/\bhttp\b/i.test(reason)) return "CORS request not http";
  return /redirec|weiterleit|перенаправ|重定向|リダイレクト/i.test(reason)
    ? "CORS request external redirect not allowed"
    : "CORS request did not succeed";
}

/** What stands in quotation marks; an apostrophe is none. */
function valuesIn(reason: string): string[] {
  const quoted = /«\s?(.*?)\s?»|[‘“„](.*?)[’”“]|(?<!\p{L})'(.*?)'|"(.*?)"/gu;
  return [...reason.matchAll(quoted)].map(([, ...groups]) => groups.find((group) => group !== undefined) ?? "");
}
