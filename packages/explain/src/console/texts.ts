/**
 * What the three consoles say, word for word: the only place where their words are. The lines are made of these texts,
 * and a pasted line is read by them.
 */

/** @see https://source.chromium.org/chromium/chromium/src/+/main:third_party/blink/renderer/platform/loader/cors/cors_error_string.cc */
export const chromiumTexts = {
  blocked: "Access to {kind} at '{url}' from origin '{origin}' has been blocked by CORS policy: {reason}",
  blockedAfterRedirect:
    "Access to {kind} at '{url}' (redirected from '{first}') from origin '{origin}' has been blocked by CORS policy: {reason}",
  preflight: "Response to preflight request doesn't pass access control check: {reason}",
  validValue: " Have the server send the header with a valid value.",
  withCredentials:
    " The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.",
  failed: "Failed to load resource: net::{error}",

  allowOriginMissing: "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
  allowOriginWildcard:
    "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.",
  allowOriginMultiple:
    "The 'Access-Control-Allow-Origin' header contains multiple values '{value}', but only one is allowed.",
  allowOriginInvalid: "The 'Access-Control-Allow-Origin' header contains the invalid value '{value}'.",
  allowOriginMismatch:
    "The 'Access-Control-Allow-Origin' header has a value '{value}' that is not equal to the supplied origin.",
  allowCredentials:
    "The value of the 'Access-Control-Allow-Credentials' header in the response is '{value}' which must be 'true' when the request's credentials mode is 'include'.",
  preflightRedirect: "Redirect is not allowed for a preflight request.",
  preflightStatus: "It does not have HTTP ok status.",
  allowMethodsInvalid: "Cannot parse Access-Control-Allow-Methods response header field in preflight response.",
  allowHeadersInvalid: "Cannot parse Access-Control-Allow-Headers response header field in preflight response.",
  methodNotAllowed: "Method {method} is not allowed by Access-Control-Allow-Methods in preflight response.",
  headerNotAllowed: "Request header field {name} is not allowed by Access-Control-Allow-Headers in preflight response.",
  // The location is always empty.
  redirectCredentials:
    "Redirect location '' contains a username and password, which is disallowed for cross-origin requests.",
  corsDisabledScheme:
    "Cross origin requests are only supported for protocol schemes: chrome, chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, http, https, isolated-app.",
  insecureLocalNetwork:
    "The request client is not a secure context and the resource is in more-private address space `{space}`.",
  localNetworkPermission: "Permission was denied for this request to access the `{space}` address space.",

  unsafeHeader: 'Refused to get unsafe header "{name}"',
  canvas: "The canvas has been tainted by cross-origin data.",
  scriptNosniff:
    "Refused to execute script from '{url}' because its MIME type ('{type}') is not executable, and strict MIME type checking is enabled.",
  styleNosniff:
    "Refused to apply style from '{url}' because its MIME type ('{type}') is not a supported stylesheet MIME type, and strict MIME checking is enabled.",
  moduleType:
    'Failed to load module script: Expected a JavaScript-or-Wasm module script but the server responded with a MIME type of "{type}". Strict MIME type checking is enforced for module scripts per HTML spec.',
  workerOrigin: "Failed to construct 'Worker': Script at '{url}' cannot be accessed from origin '{origin}'.",

  schemeNotSupported: 'Fetch API cannot load {url}. URL scheme "{scheme}" is not supported.',
  localResource: "Not allowed to load local resource: {url}",
  ftp: "FTP is not supported.",
  sameOriginRedirect:
    "Unsafe attempt to load URL {url} from frame with URL {page}. Domains, protocols and ports must match.",
  sameOriginMode:
    'Fetch API cannot load {url}. Request mode is "same-origin" but the URL\'s origin is not same as the request origin {origin}.',
  noCorsRedirectMode: 'Fetch API cannot load {url}. Request mode is "no-cors" but the redirect mode is not "follow".',
  policy:
    "Connecting to '{url}' violates the following Content Security Policy directive: \"{directive}\". The action has been blocked.",
  policyFallback:
    "Connecting to '{url}' violates the following Content Security Policy directive: \"{directive}\". Note that 'connect-src' was not explicitly set, so 'default-src' is used as a fallback. The action has been blocked.",
  policyOfFetch:
    "Fetch API cannot load {url}. Refused to connect because it violates the document's Content Security Policy.",
  mixedContent:
    "Mixed Content: The page at '{page}' was loaded over HTTPS, but requested an insecure {kind} '{url}'. This request has been blocked; the content must be served over HTTPS.",
} as const;

/** @see https://searchfox.org/firefox-main/source/dom/locales/en-US/chrome/security/security.properties */
export const firefoxTexts = {
  blocked:
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {url}. (Reason: {reason}).",
  // One of them quotes the URL.
  blockedWithCredentials:
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ‘{url}’. (Reason: {reason}).",
  status: "{line} Status code: {status}.",

  didNotSucceed: "CORS request did not succeed",
  allowOriginMissing: "CORS header ‘Access-Control-Allow-Origin’ missing",
  allowOriginMultiple: "Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed",
  allowOriginMismatch: "CORS header ‘Access-Control-Allow-Origin’ does not match ‘{value}’",
  allowOriginWildcard: "Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’",
  allowCredentials: "expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’",
  externalRedirect: "CORS request external redirect not allowed",
  preflightStatus: "CORS preflight response did not succeed",
  allowMethodsInvalid: "invalid token ‘{value}’ in CORS header ‘Access-Control-Allow-Methods’",
  allowHeadersInvalid: "invalid token ‘{value}’ in CORS header ‘Access-Control-Allow-Headers’",
  methodNotAllowed: "Did not find method in CORS header ‘Access-Control-Allow-Methods’",
  headerNotAllowed:
    "header ‘{name}’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response",
  notHttp: "CORS request not http",

  mayNotLink: "Security Error: Content at {page} may not load or link to {url}.",
  mayNotLoad: "Security Error: Content at {page} may not load data from {url}.",
  mixedContent: "Blocked loading mixed active content “{url}”",
  policy:
    "Content-Security-Policy: The page’s settings blocked the loading of a resource (connect-src) at {url} because it violates the following directive: “{directive}”",
  resourcePolicy:
    "The resource at “{url}” was blocked due to its Cross-Origin-Resource-Policy header (or lack thereof). See https://developer.mozilla.org/docs/Web/HTTP/Cross-Origin_Resource_Policy_(CORP)#",
  nosniff:
    "The resource from “{url}” was blocked due to MIME type (“{type}”) mismatch (X-Content-Type-Options: nosniff).",
  serviceWorkerOpaque:
    "Failed to load ‘{url}’. A ServiceWorker passed an opaque Response to FetchEvent.respondWith() while handling a ‘{mode}’ FetchEvent. Opaque Response objects are only valid when the RequestMode is ‘no-cors’.",
  font: 'downloadable font: download failed (font-family: "{family}" style:normal weight:400 stretch:100 src index:0): bad URI or cross-site access not allowed source: {url}',
  eventSource: "Firefox can’t establish a connection to the server at {url}.",
} as const;

/** @see https://github.com/WebKit/WebKit/blob/main/Source/WebCore/loader/CrossOriginAccessControl.cpp */
export const webkitTexts = {
  failed: "Failed to load resource: {reason}",
  fetch: "Fetch API cannot load {url} due to access control checks.",
  xhr: "XMLHttpRequest cannot load {url} due to access control checks.",
  eventSource: "EventSource cannot load {url} due to access control checks.",
  image: "Cannot load image {url} due to access control checks.",
  script: "Cross-origin script load denied by Cross-Origin Resource Sharing policy.",
  beacon: "Beacon API cannot load {url}. {reason}",
  redirect: "Cross-origin redirection to {target} denied by Cross-Origin Resource Sharing policy: {reason}",

  allowOrigin: "Origin {origin} is not allowed by Access-Control-Allow-Origin. Status code: {status}",
  allowOriginMultiple: "Access-Control-Allow-Origin cannot contain more than one origin.",
  allowOriginWildcard: "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.",
  allowCredentials: 'Credentials flag is true, but Access-Control-Allow-Credentials is not "true".',
  preflightStatus: "Preflight response is not successful. Status code: {status}",
  allowMethodsInvalid: "Header Access-Control-Allow-Methods has an invalid value: {value}",
  allowHeadersInvalid: "Header Access-Control-Allow-Headers has an invalid value: {value}",
  methodNotAllowed: "Method {method} is not allowed by Access-Control-Allow-Methods.",
  headerNotAllowed: "Request header field {name} is not allowed by Access-Control-Allow-Headers.",
  redirectCredentials: "redirection URL {location} has credentials",
  redirectScheme: "not allowed to follow a cross-origin CORS redirection with non CORS scheme",
  tooManyRedirects: "Load cannot follow more than 20 redirections",
  redirectMode: "Not allowed to follow a redirection while loading {url}",
  redirectNotAllowed: "Redirect was not allowed",
  notHttp: "Cross origin requests are only supported for HTTP.",
  sameOriginMode: "Fetch API cannot load {url}.",
  sameOriginRedirect: "Unsafe attempt to load URL {url} from origin {origin}. Domains, protocols and ports must match.",
  notShown: "The URL can’t be shown",
  noCorsRedirectMode: "No-Cors mode requires follow redirect mode",
  notAllowed: "Not allowed to request resource",
  port: "Not allowed to use restricted network port {port}: {url}",
  policy:
    "Refused to connect to {url} because it does not appear in the connect-src directive of the Content Security Policy.",
  policyFallback:
    "Refused to connect to {url} because it appears in neither the connect-src directive nor the default-src directive of the Content Security Policy.",
  policyBlocked: "Blocked by Content Security Policy.",
  mixedContent: "[blocked] The page at {page} requested insecure content from {url}. This content was {fate}",
  resourcePolicy:
    "Cancelled load to {url} because it violates the resource's Cross-Origin-Resource-Policy response header.",

  keepalive: "Reached maximum amount of queued data of 64Kb for keepalive requests",
  canvas: "Unable to get image data from canvas because the canvas has been tainted by cross-origin data.",
  scriptNosniff:
    'Refused to execute {url} as script because "X-Content-Type-Options: nosniff" was given and its Content-Type is not a script MIME type.',
  serviceWorkerError: "Response served by service worker is an error",
  serviceWorkerOpaque: "Response served by service worker is opaque",
  serviceWorkerRedirect: "Response served by service worker is opaque redirect",
  serviceWorkerRedirected: "Response served by service worker has redirections",
  streamUpload: "ReadableStream uploading is not supported",

  nameNotResolved: "Error resolving “{host}”: Name or service not known",
  connectionRefused: "Could not connect to {host}: Connection refused",
  connectionTimedOut: "Could not connect to {host}: Connection timed out",
  networkUnreachable: "Could not connect to {host}: Network is unreachable",
  connectionReset: "Error receiving data: Connection reset by peer",
  connectionClosed: "Connection terminated unexpectedly",
  tlsError: "Error performing TLS handshake: An unexpected TLS packet was received.",
  certificateInvalid: "Unacceptable TLS certificate",
  invalidResponse: "Could not parse HTTP response",
} as const;
