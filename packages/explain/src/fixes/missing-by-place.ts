import type { Header, HeaderList } from "concors/protocol";
import type { FixHeaders } from "../explanation.ts";

/** Where header lines are missing, in the words of who has to send them; what is missing everywhere is said once. */
export function missingByPlace({
  actual,
  preflight,
}: FixHeaders["missing"]): readonly (readonly [place: string, headers: HeaderList])[] {
  return [
    ["every answer", actual.filter((header) => includes(preflight, header))],
    ["preflight, 204", preflight.filter((header) => !includes(actual, header))],
    ["the answer", actual.filter((header) => !includes(preflight, header))],
  ];
}

function includes(headers: HeaderList, [name, value]: Header): boolean {
  return headers.some(([other, text]) => other === name && text === value);
}
