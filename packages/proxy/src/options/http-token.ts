/** Whether a text can be a header's name: RFC 9110, 5.6.2. */
export function isHttpToken(text: string): boolean {
  return /^[!#$%&'*+.^_`|~\w-]+$/.test(text);
}
