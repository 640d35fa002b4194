/**
 * Whoever is no browser sends anything as an origin, with a path and a query: what is none is not written down. Those of
 * extensions and applications (`capacitor://localhost`) are not serialized by the URL Standard, but have nothing else in them.
 */
export function pageOrigin(text: string): string {
  if (text.length > 300) return "invalid";
  const isOther = /^(?!https?:)[a-z][a-z0-9+.-]*:\/\/[a-z0-9.-]+$/i.test(text);
  return text === "null" || isOther || (URL.canParse(text) && new URL(text).origin === text) ? text : "invalid";
}
