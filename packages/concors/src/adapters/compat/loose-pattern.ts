/** Origins that nobody means, of which one matches whatever is open to all. */
const strangers = ["https://b7f1c2.example", "https://xn--b7f1c2.test:8443", "http://203.0.113.77"];

/** Whether a RegExp takes origins that nobody can have named. */
export function matchesStrangers(pattern: RegExp): boolean {
  return strangers.some((origin) => matchesOrigin(pattern, origin));
}

/** Whether a RegExp matches; each time the same, though one that is global or sticky remembers where it was. */
export function matchesOrigin(pattern: RegExp, origin: string): boolean {
  pattern.lastIndex = 0;
  const matches = pattern.test(origin);
  pattern.lastIndex = 0;
  return matches;
}

/** A RegExp that has to match all of an origin: the same if this one has to, in each of its alternatives. */
export function anchored(pattern: RegExp): RegExp {
  const whole = alternativesOf(pattern.source).every((text) => text.startsWith("^") && endsWithAnchor(text));
  if (whole && !pattern.multiline) return pattern;
  const { source } = pattern;
  // Those that are there stay, as they do no harm, and a reader knows the pattern again.
  return new RegExp(`^(?:${source})$`, pattern.flags.replace("m", ""));
}

/** A RegExp whose dots are dots, where each stood for one character of any kind: the same if there are none. */
export function withEscapedDots(pattern: RegExp): RegExp {
  const tokens = tokensOf(pattern.source);
  const escaped = tokens.map(({ text, inClass }, index) => {
    const standsForOne = text === "." && !inClass && !quantifiers.has(tokens[index + 1]?.text ?? "");
    return standsForOne ? "\\." : text;
  });
  const source = escaped.join("");
  return source === pattern.source ? pattern : new RegExp(source, pattern.flags);
}

/** Whether any text may stand right before a name, without a dot between. */
export function hasOpenName(pattern: RegExp): boolean {
  return /(?<!\\)\.[*+]\??\(?[a-z\d]/i.test(pattern.source);
}

const quantifiers: ReadonlySet<string> = new Set(["*", "+", "?", "{"]);

function endsWithAnchor(text: string): boolean {
  return tokensOf(text).at(-1)?.text === "$";
}

function alternativesOf(source: string): string[] {
  const alternatives = [""];
  let depth = 0;
  for (const { text, inClass } of tokensOf(source)) {
    if (!inClass && text === "(") depth++;
    if (!inClass && text === ")") depth--;
    if (!inClass && text === "|" && depth === 0) alternatives.push("");
    else alternatives[alternatives.length - 1] += text;
  }
  return alternatives;
}

interface Token {
  readonly text: string;
  readonly inClass: boolean;
}

/** The characters of a RegExp's source, those with a backslash before them as one. */
function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let inClass = false;
  for (const [text] of source.matchAll(/\\.|[^]/gs)) {
    if (text === "[") inClass = true;
    tokens.push({ text, inClass });
    if (text === "]") inClass = false;
  }
  return tokens;
}
