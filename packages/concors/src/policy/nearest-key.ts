/** What other libraries and the headers themselves call it. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ["origin", "origins"],
  ["alloworigin", "origins"],
  ["allowedorigins", "origins"],
  ["accesscontrolalloworigin", "origins"],
  ["allowcredentials", "credentials"],
  ["supportscredentials", "credentials"],
  ["withcredentials", "credentials"],
  ["accesscontrolallowcredentials", "credentials"],
  ["allowmethods", "methods"],
  ["allowedmethods", "methods"],
  ["accesscontrolallowmethods", "methods"],
  ["headers", "requestHeaders"],
  ["allowheaders", "requestHeaders"],
  ["allowedheaders", "requestHeaders"],
  ["accesscontrolallowheaders", "requestHeaders"],
  ["exposeheaders", "exposedHeaders"],
  ["responseheaders", "exposedHeaders"],
  ["accesscontrolexposeheaders", "exposedHeaders"],
  ["maxageseconds", "maxAge"],
  ["accesscontrolmaxage", "maxAge"],
  ["check", "allows"],
  ["isallowed", "allows"],
]);

/** The one of known keys that was meant by key; undefined if none is near. */
export function nearestKey(key: string, known: readonly string[]): string | undefined {
  if (key.length > 40) return undefined;
  const letters = lettersOf(key);
  const other = otherNames.get(letters);
  if (other !== undefined && known.includes(other)) return other;

  let nearest: string | undefined;
  let least = letters.length < 4 ? 2 : Math.max(2, Math.floor(letters.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(letters, lettersOf(candidate));
    if (distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

function lettersOf(key: string): string {
  return key.replaceAll(/[^a-z]/gi, "").toLowerCase();
}

/** How many letters have to be put in, left out or changed to make one text of the other. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let line = 1; line <= a.length; line++) {
    const next = [line];
    for (let column = 1; column <= b.length; column++) {
      const changed = row[column - 1]! + (a[line - 1] === b[column - 1] ? 0 : 1);
      next.push(Math.min(changed, row[column]! + 1, next[column - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
