/** Tells whoever runs the proxy, and has not said where errors are to go. */
export function warn(error: unknown): void {
  console.warn("@concors/proxy: limit or onExchange threw; further errors are told to onError alone:", error);
}
