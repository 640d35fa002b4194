/** What the command line calls by its options, in the words of the page's form. The first that fits is taken, each in turn. */
const words: readonly (readonly [RegExp, string])[] = [
  [/^--(?:curl|fetch): /, ""],
  [/^--har [^:]*: /, ""],
  [/^--from is missing: the origin of the page/, "The origin is missing: that of the page"],
  [/; --from says what it is\.$/, "; it is the origin above."],
  [/^--from /, "Origin "],
  [/: use --from null\./, ": write null."],
  [/^-H /, "Header "],
  [/; use -H "Authorization: …"/, "; use a header, Authorization"],
  [/: -H "/, ': the header "'],
  [/^-H: a header has/, "A header has"],
  [/^-H: /, "A header: "],
  [/^-d with -X (\S+): /, "A body with $1: "],
  [/^-X /, "Method "],
  [
    /^--as (\S+) sends (\S+), without headers of the page's: leave -X and -H out\./,
    "$1 sends $2, without headers of the page's.",
  ],
  [/^--crossorigin goes with --as (.+); (\S+) has no such attribute\./, "$2 has no attribute crossorigin: $1 have."],
  [/, or give the request with -X, -H and -d\./, ", or fill in the form."],
  [/copy the command for bash, and pipe it into --curl -\./, "copy the command for bash."],
  [/ If the page sets them, give them with -H\./, " If the page sets them, add them to the headers."],
  [/ --credentials include sends them\./, ' Choose credentials "include" to send them.'],
];

/** A sentence of the command line, for a person who sees a form. */
export function pageWords(sentence: string): string {
  const said = words.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), sentence);
  return /^https?:/.test(said) ? said : `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
}
