/** Tells whoever runs the server of a mistake that is his own. */
export function reportError(what: string, error: unknown): void {
  console.error(`@concors/proxy/compat: ${what}:`, error);
}
