/**
 * What each finding says: how much it matters, what it does, and what to write instead where the language has no words of
 * its own. `{value}` is what the file says, `{witness}` an origin
 * that a browser can send. The codes are stable; one that is given up is not used again. `docs/lint.md` is made from this.
 */
export const lintWords = {
  "reflects-any-origin": {
    severity: "security",
    words: "Repeats whatever origin asks, beside credentials, so every site can read its visitors' data",
    write: "compare the origin with a list",
  },
  "reflects-without-credentials": {
    severity: "odd",
    words: 'Repeats whatever origin asks, which is "*" in other words, and takes Vary besides',
    write: 'write "*"',
  },
  "any-origin-with-credentials": {
    severity: "breaks",
    words: '"*" beside credentials is refused by browsers wherever a page includes them',
    write: "name the origins, or leave credentials out",
  },
  "null-allowed": {
    severity: "security",
    words: 'Allows the origin "null", which any site can have by a sandboxed frame',
    write: "leave it out",
  },
  "origin-never-sent": {
    severity: "breaks",
    words: "Allows what no browser sends: {value}",
    write: "write the origin as browsers do",
  },
  "several-origins": {
    severity: "breaks",
    words: "{value} is more than one origin, and browsers take one",
    write: "compare the request's origin with a list, and send it alone",
  },
  "case-ignored": {
    severity: "odd",
    words: "Compares {value} without minding the case, and browsers send lower case alone",
    write: "compare the case too",
  },

  "expression-without-end": {
    severity: "security",
    words: "The expression {value} has no end, so it also lets {witness} in",
    write: "end it with $",
  },
  "expression-without-start": {
    severity: "security",
    words: "The expression {value} has no start, so it also lets {witness} in",
    write: "begin it with ^ and the scheme: ^https://",
  },
  "expression-not-anchored": {
    severity: "odd",
    words: "The expression {value} is open at an end, though no browser can send what that lets in",
    write: "begin it with ^ and end it with $",
  },
  "expression-dot-unescaped": {
    severity: "security",
    words: "A dot of the expression {value} stands for any character, so it also lets {witness} in",
    write: "write \\.",
  },
  "expression-matches-any": {
    severity: "security",
    words: "The expression {value} lets every origin in, such as {witness}",
    write: 'compare with the hosts that may read, or write "*" without credentials',
  },
  "wildcard-glued": {
    severity: "security",
    words: "The wildcard of {value} has no dot behind it, so it also lets {witness} in",
    write: "put a dot between the wildcard and the host",
  },
  "scheme-optional": {
    severity: "security",
    words: "{value} lets {witness} in as well, which whoever is on a user's network can be",
    write: "allow https alone",
  },
  "prefix-or-suffix-match": {
    severity: "security",
    words: "Compares a part of the origin with {value}, so it also lets {witness} in",
    write: "compare the whole origin",
  },
  "expression-sends-a-part": {
    severity: "odd",
    words:
      "The expression {value} takes more origins than it means, such as {witness}, and sends what matched, which browsers refuse",
    write: "begin it with ^ and end it with $",
  },

  "vary-missing": {
    severity: "cache",
    words: "Answers depend on the origin and do not say so, so a cache hands one site's answer to another",
    write: "send Vary: Origin with every answer",
  },
  "vary-sometimes": {
    severity: "cache",
    words:
      "Some answers that depend on the origin lack Vary, so a cache hands an answer without the headers to a page that may read",
    write: "send Vary: Origin with every answer, also to requests without an origin",
  },
  "stored-for-one-origin": {
    severity: "cache",
    words: "The cache stores this header for whoever asks first, and every other site gets the same",
    write: "set it where answers go out: in vcl_deliver",
  },

  "headers-lost-in-block": {
    severity: "breaks",
    words: "Headers of its own make this block forget the CORS headers around it",
    write: "repeat them here",
  },
  "headers-missing-on-errors": {
    severity: "breaks",
    words: "Errors lack the CORS headers, so a page sees a network error in their place",
    write: "send them with every status",
  },
  "methods-missing": {
    severity: "breaks",
    words: "Answers to {value} lack the CORS headers",
    write: "send them whatever the method is",
  },
  "two-layers": {
    severity: "breaks",
    words: "An answer gets Access-Control-Allow-Origin twice, and browsers refuse two",
    write: "set it in one place",
  },
  "upstream-not-stripped": {
    severity: "breaks",
    words: "CORS headers of the application are sent beside those set here, and browsers refuse two",
    write: "remove those of the application",
  },

  "preflight-not-answered": {
    severity: "breaks",
    words: "Preflights are not answered here, though headers for them are set: whoever gets OPTIONS may refuse it",
    write: "answer OPTIONS that has Access-Control-Request-Method with 204",
  },
  "preflight-without-headers": {
    severity: "breaks",
    words: "The answer to a preflight has no Access-Control-Allow-Origin, so every preflight fails",
    write: "send the CORS headers with it",
  },
  "preflight-after-authentication": {
    severity: "breaks",
    words: "A preflight is asked for a password, which browsers never send with it",
    write: "answer preflights before authentication",
  },
  "plain-options-swallowed": {
    severity: "odd",
    words: "Every OPTIONS request is answered, preflight or not, so the application gets none",
    write: "answer those alone that have Access-Control-Request-Method",
  },

  "not-allowed-here": {
    severity: "breaks",
    words: "The server refuses {value}, and does not start",
    write: "put it where it is allowed",
  },
  "not-switched-on": {
    severity: "breaks",
    words: "The {value} does nothing, since CORS is not switched on",
    write: "switch it on",
  },
  "falls-back-to-any-origin": {
    severity: "security",
    words: "{value} is not understood, so every origin is allowed in its place",
    write: "write origins as browsers do, with a comma between them",
  },
  "wildcard-read-as-expression": {
    severity: "breaks",
    words: "{value} is read as a regular expression, in which * repeats the slash before it, so no subdomain is let in",
    write: "write an expression",
  },
  "accepts-unknown": {
    severity: "odd",
    words: "Accepts what is not a finding: {value}",
    write: "name a code of docs/lint.md",
  },
} as const;

/** What is wrong, for programs. Stable. */
export type LintCode = keyof typeof lintWords;

/** Whether there is such a finding. */
export function isLintCode(code: string): code is LintCode {
  return Object.hasOwn(lintWords, code);
}
