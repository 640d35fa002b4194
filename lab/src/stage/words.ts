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
