import type { EngineName } from "@concors/browser/engine";
import { isCorsSafelistedMethod, isForbiddenMethod, isMethod } from "concors/protocol";
import type { FailedFetch } from "./failed-fetch.ts";
import { fill } from "./fill.ts";

type BrowserName = Exclude<EngineName, "spec">;
type Words = Readonly<Record<BrowserName, string>>;

const forbiddenMethod: Words = {
  chromium: "Failed to execute 'fetch' on 'Window': '{method}' HTTP method is unsupported.",
  firefox: "Window.fetch: Invalid request method {method}.",
  webkit: "Method is forbidden.",
};

const noMethod: Words = {
  chromium: "Failed to execute 'fetch' on 'Window': '{method}' is not a valid HTTP method.",
  firefox: "Window.fetch: Invalid request method {method}.",
  webkit: "Method is not a valid HTTP token.",
};

const noCorsMethod: Words = {
  chromium: "Failed to execute 'fetch' on 'Window': '{method}' is unsupported in no-cors mode.",
  firefox: "Window.fetch: Invalid request method {method}.",
  webkit: "Method must be GET, POST or HEAD in no-cors mode.",
};

const body: Words = {
  chromium: "Failed to execute 'fetch' on 'Window': Request with GET/HEAD method cannot have body.",
  firefox: "Window.fetch: HEAD or GET Request cannot have a body.",
  webkit: "Request has method 'GET' and cannot have a body",
};

const credentials: Words = {
  chromium:
    "Failed to execute 'fetch' on 'Window': Request cannot be constructed from a URL that includes credentials: {url}",
  firefox: "Window.fetch: {url} is an url with embedded credentials.",
  webkit: "URL is not valid or contains user credentials.",
};

const noUrl: Words = {
  chromium: "Failed to execute 'fetch' on 'Window': Failed to parse URL from {url}",
  firefox: "Window.fetch: {url} is not a valid URL.",
  webkit: "URL is not valid or contains user credentials.",
};

/** What `fetch()` throws of what is no request; null if it cannot be told why it is none. */
export function invalidRequestError(engine: BrowserName, { request }: FailedFetch): string | null {
  const words = wordsFor(request);
  return words === null ? null : `TypeError: ${fill(words[engine], { method: request.method, url: request.url })}`;
}

function wordsFor({ hasBody, method, mode, pageUrl, url }: FailedFetch["request"]): Words | null {
  if (!URL.canParse(url, pageUrl)) return noUrl;
  const { password, username } = new URL(url, pageUrl);
  if (username !== "" || password !== "") return credentials;
  if (!isMethod(method)) return noMethod;
  if (isForbiddenMethod(method)) return forbiddenMethod;
  if (mode === "no-cors" && !isCorsSafelistedMethod(method)) return noCorsMethod;
  return hasBody && (method === "GET" || method === "HEAD") ? body : null;
}
