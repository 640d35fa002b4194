import * as protocol from "../../src/protocol/index.ts";
import type { CredentialsMode, Header, HeaderList, Origin } from "../../src/protocol/index.ts";
import { sameSite } from "./sites.ts";

/** What a hostile page or server can choose: one text, and headers. Both reach every function in every place that takes one. */
export interface Input {
  readonly text: string;
  readonly list: HeaderList;
}

export type Play = (input: Input) => unknown;

const base = new URL("https://a.test/x/y");
const home: Origin = { kind: "tuple", scheme: "https", host: "a.test", port: null };
const credentialsModes: CredentialsMode[] = ["omit", "include"];

const names = (list: HeaderList): string[] => list.map(([name]) => name);

/** The headers, under the names that the functions look for. */
function lookedFor(list: HeaderList): Header[] {
  const wanted = [
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Expose-Headers",
    "Access-Control-Max-Age",
    "Cross-Origin-Resource-Policy",
    "Timing-Allow-Origin",
    "Location",
  ];
  return list.flatMap(([name, value], index): Header[] => [
    [wanted[index % wanted.length] ?? "", value],
    [name, value],
  ]);
}

function tuple(text: string): Origin {
  return { kind: "tuple", scheme: "http", host: text, port: null };
}

/** Every exported function, called with what a stranger chose. */
export const plays: Record<string, Play> = {
  CorsPreflightCache: ({ text, list }) => {
    const cache = new protocol.CorsPreflightCache({ now: () => 0, maxEntries: 100 });
    const request = { networkPartitionKey: "k", serializedOrigin: "null", url: text, credentialsMode: "omit" } as const;
    cache.store(request, { methods: names(list), headerNames: names(list), maxAge: 5 });
    cache.createCacheEntry(request, 5, text, text);
    cache.methodCacheEntryMatch(text, request);
    cache.headerNameCacheEntryMatch(text, request);
    void cache.cacheEntries;
    cache.clearCacheEntries(request);
    return cache.size;
  },
  basicFilteredHeaderList: ({ list }) => protocol.basicFilteredHeaderList(list),
  checkPreflightAuthorization: ({ list }) =>
    protocol.checkPreflightAuthorization({ headerList: [...list, ["authorization", "x"]] }, names(list), list),
  checkPreflightHeaders: ({ list }) =>
    protocol.checkPreflightHeaders({ unsafeNames: names(list), credentialsMode: "include" }, names(list), list),
  checkPreflightMethod: ({ text, list }) =>
    protocol.checkPreflightMethod({ method: text, credentialsMode: "include" }, names(list), list),
  checkPreflightStatus: ({ text }) => protocol.checkPreflightStatus(Number(text)),
  contains: ({ text, list }) => protocol.contains(list, text),
  convertToSortedLowercaseSet: ({ list }) => protocol.convertToSortedLowercaseSet(names(list)),
  corsCheck: ({ text, list }) => credentialsModes.map((mode) => protocol.corsCheck(text, mode, lookedFor(list))),
  corsExposedHeaderNameList: ({ list }) => protocol.corsExposedHeaderNameList(lookedFor(list), "omit"),
  corsFilteredHeaderList: ({ list }) => protocol.corsFilteredHeaderList(list, names(list)),
  corsPreflightHeaders: ({ text, list }) => protocol.corsPreflightHeaders(text, names(list)),
  corsPreflightReasons: ({ text, list }) =>
    protocol.corsPreflightReasons({ method: text, headerList: list, useCorsPreflight: true }),
  corsUnsafeRequestHeaderNames: ({ list }) => protocol.corsUnsafeRequestHeaderNames(list),
  crossOriginResourcePolicyCheck: ({ text, list }) =>
    protocol.crossOriginResourcePolicyCheck({
      origin: tuple(text),
      embedderPolicyValue: "require-corp",
      headerList: lookedFor(list),
      responseUrlOrigin: home,
      requestIncludesCredentials: true,
      isSchemelesslySameSite: sameSite,
    }),
  crossOriginResourcePolicyInternalCheck: ({ text, list }) =>
    protocol.crossOriginResourcePolicyInternalCheck({
      origin: tuple(text),
      embedderPolicyValue: "credentialless",
      headerList: lookedFor(list),
      responseUrlOrigin: home,
      requestIncludesCredentials: true,
      isSchemelesslySameSite: sameSite,
    }),
  disallowedHeaderNames: ({ list }) =>
    protocol.disallowedHeaderNames({ unsafeNames: names(list), credentialsMode: "include" }, names(list)),
  extractAllowedHeaderNames: ({ list }) => protocol.extractAllowedHeaderNames(lookedFor(list)),
  extractAllowedMethods: ({ text, list }) =>
    protocol.extractAllowedMethods({ method: text, useCorsPreflight: true }, lookedFor(list)),
  extractHeaderListValues: ({ text }) =>
    protocol.extractHeaderListValues("Access-Control-Allow-Headers", [["Access-Control-Allow-Headers", text]]),
  extractMaxAge: ({ text }) => protocol.extractMaxAge([["Access-Control-Max-Age", text]]),
  failure: ({ text }) => protocol.failure("code", text),
  get: ({ text, list }) => protocol.get(list, text),
  getDecodeAndSplit: ({ list }) => protocol.getDecodeAndSplit(lookedFor(list), "Timing-Allow-Origin"),
  getDecodeAndSplitValue: ({ text }) => protocol.getDecodeAndSplitValue(text),
  httpRedirect: ({ text, list }) =>
    protocol.httpRedirect(
      {
        method: "POST",
        headerList: list,
        mode: "cors",
        responseTainting: "cors",
        origin: tuple(text),
        currentUrl: base,
        redirectCount: 0,
        hasBody: true,
        bodySourceIsNull: false,
      },
      303,
      new URL("http://b.test"),
    ),
  invalidListToken: ({ text }) => protocol.invalidListToken(text),
  isCorsNonWildcardRequestHeaderName: ({ text }) => protocol.isCorsNonWildcardRequestHeaderName(text),
  isCorsSafelistedMethod: ({ text }) => protocol.isCorsSafelistedMethod(text),
  isCorsSafelistedRequestHeader: ({ text }) =>
    ["accept", "accept-language", "content-language", "content-type", "range", text].map((name) =>
      protocol.isCorsSafelistedRequestHeader(name, text),
    ),
  isCorsSafelistedResponseHeaderName: ({ text, list }) =>
    protocol.isCorsSafelistedResponseHeaderName(text, names(list)),
  isCorsUnsafeRequestHeaderByte: ({ text }) => protocol.isCorsUnsafeRequestHeaderByte(text.charCodeAt(0)),
  isForbiddenMethod: ({ text }) => protocol.isForbiddenMethod(text),
  isForbiddenRequestHeader: ({ text }) =>
    [text, "x-http-method"].map((name) => protocol.isForbiddenRequestHeader(name, text)),
  isForbiddenResponseHeaderName: ({ text }) => protocol.isForbiddenResponseHeaderName(text),
  isHeaderName: ({ text }) => protocol.isHeaderName(text),
  isHeaderValue: ({ text }) => protocol.isHeaderValue(text),
  isMethod: ({ text }) => protocol.isMethod(text),
  isNoCorsSafelistedRequestHeader: ({ text }) => protocol.isNoCorsSafelistedRequestHeader("content-type", text),
  isNoCorsSafelistedRequestHeaderName: ({ text }) => protocol.isNoCorsSafelistedRequestHeaderName(text),
  isNullBodyStatus: ({ text }) => protocol.isNullBodyStatus(Number(text)),
  isOkStatus: ({ text }) => protocol.isOkStatus(Number(text)),
  isOriginOrNull: ({ text }) => [text, `http://${text}`, `http://[${text}`].map(protocol.isOriginOrNull),
  isPotentiallyTrustworthyOrigin: ({ text }) => protocol.isPotentiallyTrustworthyOrigin(tuple(text)),
  isPrivilegedNoCorsRequestHeaderName: ({ text }) => protocol.isPrivilegedNoCorsRequestHeaderName(text),
  isRedirectStatus: ({ text }) => protocol.isRedirectStatus(Number(text)),
  isRequestBodyHeaderName: ({ text }) => protocol.isRequestBodyHeaderName(text),
  isSameOrigin: ({ text }) => protocol.isSameOrigin(tuple(text), home),
  isSameSite: ({ text }) => sameSite(tuple(text), home),
  isSchemelesslySameSite: ({ text }) => protocol.isSchemelesslySameSite(tuple(text), home, (host) => host),
  judgeCorsPreflightResponse: ({ text, list }) =>
    credentialsModes.map((credentialsMode) =>
      protocol.judgeCorsPreflightResponse(
        {
          serializedOrigin: "https://a.test",
          method: text,
          headerList: list,
          unsafeNames: names(list),
          credentialsMode,
          useCorsPreflight: false,
        },
        {
          status: 204,
          headerList: [
            ["Access-Control-Allow-Origin", "https://a.test"],
            ["Access-Control-Allow-Credentials", "true"],
            ...lookedFor(list).filter(([name]) => name !== "Access-Control-Allow-Origin"),
          ],
        },
      ),
    ),
  locationUrl: ({ text }) => protocol.locationUrl([["Location", text]], base, text),
  needsCorsPreflight: ({ text, list }) =>
    protocol.needsCorsPreflight({ method: text, headerList: list, useCorsPreflight: false }),
  normalizeHeaderValue: ({ text }) => protocol.normalizeHeaderValue(text),
  normalizeMethod: ({ text }) => protocol.normalizeMethod(text),
  opaqueOrigin: () => protocol.opaqueOrigin(),
  originOfUrl: ({ text }) => {
    const url = new URL("blob:x");
    url.pathname = text;
    return protocol.originOfUrl(url);
  },
  parseMimeType: ({ text }) => [text, `a/b;${text}`, `a/b;c="${text}`].map(protocol.parseMimeType),
  parseOrigin: ({ text }) => [text, `http://${text}`, `http://[${text}]`].map(protocol.parseOrigin),
  parseSingleRangeHeaderValue: ({ text }) =>
    [text, `bytes${text}`, `bytes=${text}`].map((value) => protocol.parseSingleRangeHeaderValue(value, true)),
  preflightMaxAge: ({ text }) => protocol.preflightMaxAge([["Access-Control-Max-Age", text]]),
  redirectTaint: ({ list }) => protocol.redirectTaint(home, names(list).map(tuple), sameSite),
  requestOriginHeader: ({ text }) =>
    protocol.requestOriginHeader({
      serializedOrigin: text,
      origin: tuple(text),
      responseTainting: "basic",
      mode: "no-cors",
      method: text,
      referrerPolicy: "same-origin",
      currentUrlOrigin: home,
    }),
  serializeOrigin: ({ text }) => protocol.serializeOrigin(tuple(text)),
  serializeRequestOrigin: ({ text }) => protocol.serializeRequestOrigin(tuple(text), "same-origin"),
  sortAndCombine: ({ list }) => protocol.sortAndCombine(list),
  taoCheck: ({ text, list }) =>
    protocol.taoCheck(
      {
        timingAllowFailed: false,
        serializedOrigin: text,
        mode: "cors",
        isSameOriginWithCurrentUrl: false,
        responseTainting: "cors",
      },
      lookedFor(list),
    ),
};
