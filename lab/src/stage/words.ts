const reasons: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  204: "No Content",
  301: "Moved Permanently",
  302: "Found",
  303: "See Other",
  304: "Not Modified",
  307: "Temporary Redirect",
  308: "Permanent Redirect",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
};

/** "204 No Content"; what has no well-known reason is the number alone. */
export function statusText(status: number): string {
  const reason = reasons[status];
  return reason === undefined ? String(status) : `${status} ${reason}`;
}

/** "a", "a and b", "a, b and c". */
export function listOf(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "2 seconds", "10 minutes", "2 hours": as short as it is exact. */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole >= 7200 && whole % 3600 === 0) return `${whole / 3600} hours`;
  if (whole >= 120 && whole % 60 === 0) return `${whole / 60} minutes`;
  return whole === 1 ? "1 second" : `${whole} seconds`;
}

/** What is over a part of a story in which a request is made several times; null if it is made once. */
export function timeTitle(
  time: number,
  { pause, times }: { readonly pause: number; readonly times: number },
): string | null {
  if (times === 1) return null;
  if (time === 0) return "The first time";
  const words = ["", "second", "third", "fourth", "fifth"][time]!;
  return pause === 0 ? `The ${words} time, at once` : `The ${words} time, ${pause} s later`;
}
