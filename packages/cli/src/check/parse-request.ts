import type { Destination } from "@concors/explain";
import type { Header } from "concors/protocol";
import {
  isForbiddenMethod,
  isForbiddenRequestHeader,
  isForbiddenResponseHeaderName,
  isHeaderName,
  isHeaderValue,
  isMethod,
  normalizeHeaderValue,
  normalizeMethod,
} from "concors/protocol";
import { redactUrl } from "@concors/explain";
import { UsageError } from "../usage-error.ts";

/** @throws UsageError if it is not an http or https URL */
export function parseUrl(text: string): URL {
  if (!URL.canParse(text)) {
    const guess = `https://${text}`;
    const isNear = /^[\w.[\]:-]+(?:[/?#].*)?$/.test(text) && URL.canParse(guess);
    const hint = isNear ? `; did you mean ${redactUrl(guess)}?` : ".";
    throw new UsageError(`${JSON.stringify(redactUrl(text))} is not a URL${hint}`);
  }
  const url = new URL(text);
  if (url.protocol === "http:" || url.protocol === "https:") {
    if (url.username === "" && url.password === "") return url;
    throw new UsageError(
      `${url.protocol}//${url.host}/ with a user name or password: fetch takes no such URL; use -H "Authorization: …".`,
    );
  }
  // `localhost:3000/items` parses, as a URL whose scheme is "localhost:".
  const isNear = /^[\w.-]+:\d+(?:[/?#].*)?$/.test(text);
  const hint = isNear ? `; did you mean http://${redactUrl(text)}?` : ": http and https are.";
  throw new UsageError(`${JSON.stringify(url.protocol)} is not a scheme that a page can fetch${hint}`);
}

/** The URL of a page with this origin; null for the opaque one. */
export function parseFrom(text: string): URL | null {
  if (text === "null") return null;
  if (text.startsWith("file:")) {
    throw new UsageError("a page from a file has an opaque origin: use --from null.");
  }
  const shown = redactUrl(text);
  if (!URL.canParse(text)) {
    const guess =
      !text.includes("://") && URL.canParse(`https://${text}`)
        ? `; did you mean ${new URL(`https://${text}`).origin}?`
        : ", like https://app.example.com.";
    throw new UsageError(`--from ${shown}: that is not an origin${guess}`);
  }
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    const isNear = /^[\w.-]+:\d+$/.test(text);
    const why = isNear ? `; did you mean http://${text}?` : isOfApp(text) ? `. ${askedByCurl(text)}` : ".";
    throw new UsageError(`--from ${shown}: a page has an http or https origin, or null${why}`);
  }
  if (url.origin === text) return url;
  const why = url.href !== `${url.origin}/` ? "an origin has no path" : "a browser writes it otherwise";
  throw new UsageError(
    `--from ${shown}: ${text.endsWith("/") && url.pathname === "/" ? "an origin has no slash at its end" : why}: use ${url.origin}.`,
  );
}

/** The origin of an app's own page, or of an extension: `capacitor://localhost`. */
function isOfApp(text: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\/[\w.-]+$/i.test(text);
}

function askedByCurl(origin: string): string {
  return `How a server answers an app shows in: curl -i -H 'Origin: ${origin}' URL`;
}

/** @throws UsageError if it is no method, or one that a page cannot use */
export function parseMethod(text: string): string {
  if (!isMethod(text)) throw new UsageError(`-X ${JSON.stringify(text)}: that is not an HTTP method.`);
  if (isForbiddenMethod(text)) throw new UsageError(`-X ${text}: a page cannot use ${text.toUpperCase()}.`);
  return normalizeMethod(text);
}

/**
 * A header; what is wrong with one is said without repeating it, since it may be a secret.
 *
 * @throws UsageError if it is no header, or one that a page cannot set
 */
export function parseHeader(text: string): Header {
  const [name, value] = readHeader(text);
  if (isForbiddenRequestHeader(name, value)) throw new UsageError(`-H ${name}: ${forbiddenReason(name.toLowerCase())}`);
  return [name, value];
}

/** @throws UsageError if it is no header that a page can read */
export function parseRead(name: string, destination: Destination): string {
  if (destination !== "fetch" && destination !== "xhr") {
    throw new UsageError(`--read ${name}: scripts read headers of fetch and of xhr; leave --as ${destination} out.`);
  }
  if (!isHeaderName(name)) throw new UsageError(`--read ${JSON.stringify(name)}: that is not a header name.`);
  if (isForbiddenResponseHeaderName(name)) {
    throw new UsageError(`--read ${name}: no page can read it, whatever a server exposes.`);
  }
  return name;
}

/** @throws UsageError if it is no header; with no more of it than its name */
export function readHeader(text: string): Header {
  const colon = text.indexOf(":");
  if (colon === -1) throw new UsageError('-H: a header has a colon between its name and its value, "Name: value".');
  const name = text.slice(0, colon);
  if (!isHeaderName(name)) throw new UsageError(`-H: ${wrongName(name)}; it takes "Name: value".`);
  if (/[\r\n]/.test(text)) throw new UsageError(`-H ${name}: a header has no line break.`);
  const value = normalizeHeaderValue(text.slice(colon + 1));
  if (!isHeaderValue(value)) throw new UsageError(`-H ${name}: the value has a character that no header can hold.`);
  return [name, value];
}

/** Without the name: where somebody forgot the colon after it, a secret is a part of it. */
function wrongName(name: string): string {
  if (name === "") return "there is no name before the colon";
  const [character = ""] = Array.from(name).filter((one) => !isHeaderName(one));
  return `${JSON.stringify(character)} stands before the colon, and is in no header's name`;
}

function forbiddenReason(name: string): string {
  switch (name) {
    case "origin":
      return "the browser sets Origin itself; --from says what it is.";
    case "cookie":
      return "the browser sets Cookie itself, from its own cookies; a page cannot.";
    case "x-http-method":
    case "x-http-method-override":
    case "x-method-override":
      return "with that method a page cannot set it.";
    default:
      return "the browser sets it itself; a page cannot.";
  }
}

/** @throws UsageError if it is not host:port:address */
export function parseResolve(text: string): { host: string; port: number; address: string } {
  const parts = /^([^:]+|\[[^\]]+\]):(\d{1,5}):(.+)$/.exec(text);
  const port = Number(parts?.[2]);
  const address = (parts?.[3] ?? "").replace(/^\[|\]$/g, "");
  const isAddress = /^[\d.]+$/.test(address) || address.includes(":");
  if (parts === null || port === 0 || port > 65535 || !isAddress || !URL.canParse(`http://${bracketed(address)}/`)) {
    throw new UsageError(`--resolve ${text}: it takes host:port:address, like api.example.com:443:127.0.0.1.`);
  }
  return { host: parts[1]!.toLowerCase(), port, address };
}

function bracketed(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}
