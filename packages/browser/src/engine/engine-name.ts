/** Whose behaviour is played: the standard's, or a browser's as it was seen. */
export type EngineName = "spec" | "chromium" | "firefox" | "webkit";

export const engineNames: readonly EngineName[] = ["spec", "chromium", "firefox", "webkit"];
