import type { Wording } from "./issue.ts";

/** Where, what if it is short, the code in the place of words, and what to write instead: for where each byte counts. */
export const inCodes: Wording = {
  message: (code, path, value, fix) => {
    const subject = `${path.join(".") || "policy"} ${typeof value === "object" ? "" : `${short(value)} `}${code}`;
    return fix === undefined ? subject : `${subject}: use ${JSON.stringify(fix)}`;
  },
};

function short(value: unknown): string {
  const text = String(value).slice(0, 120);
  return typeof value === "string" ? JSON.stringify(text) : text;
}
