import type { Dispatcher } from "undici";
import { firstValue, rawHeadersOf, valuesOf } from "../headers/raw-headers.ts";
import type { RawHeaders } from "../headers/raw-headers.ts";
import { answerFromCache, freshness, nothingThere, without, withoutWeakness } from "./answer-from-cache.ts";
import { cacheHeadOf, isFreshFor, mayStandIn } from "./cache-entry.ts";
import type { CacheEntry, CacheHead, Timing } from "./cache-entry.ts";
import { cacheRequestOf } from "./cache-request.ts";
import type { CacheRequest } from "./cache-request.ts";
import { createCacheStore } from "./cache-store.ts";
import type { CacheStore, Gathering } from "./cache-store.ts";
import { playAnswer } from "./play-answer.ts";
import type { AnswerHandler, Sender } from "../forward/sender.ts";

type Dispatch = Sender["dispatch"];
type Options = Parameters<Dispatch>[0];
type Handler = AnswerHandler;

/**
 * A shared cache between a proxy and its targets: it knows what targets answer, and nothing of who may read it. Each
 * redirect is asked of it by itself.
 *
 * Requests that come at the same time are not made one: nobody waits for what somebody else may never get.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9111
 */
export function cachingDispatch(dispatch: Dispatch, bytes: number): Dispatch {
  const store = createCacheStore(bytes);
  return (options, handler) => {
    const href = `${String(options.origin)}${options.path}`;
    // What a target makes of a body that comes with a GET is an answer to that body, and to nobody else's request.
    const hasBody = options.body !== null && options.body !== undefined;
    const request = hasBody ? null : cacheRequestOf(href, options.method, options.headers);
    if (request === null) {
      dispatch(options, isSafe(options.method) ? noting(handler, "fwd=bypass") : forgetting(store, href, handler));
      return;
    }
    const entry = store.find(request);
    const onlyIfCached = /(?:^|[\s,])only-if-cached(?:$|[\s,])/i.test(
      firstValue(request.headers, "cache-control") ?? "",
    );
    if (entry !== null && isFreshFor(entry, request))
      playAnswer(answerFromCache(entry, request, `hit; ttl=${freshness(entry)}`), handler);
    else if (onlyIfCached) playAnswer(nothingThere, handler);
    else if (request.method === "HEAD") dispatch(options, noting(handler, "fwd=method"));
    else if (entry === null) dispatch(options, storing(store, request, handler, "fwd=miss"));
    else validate(dispatch, store, options, request, entry, handler);
  };
}

function isSafe(method: string): boolean {
  return method === "GET" || method === "HEAD" || method === "OPTIONS";
}

/** Says in `Cache-Status` what the cache had to do with an answer: https://www.rfc-editor.org/rfc/rfc9211 */
function note(controller: Dispatcher.DispatchController, headers: RawHeaders, said: string): void {
  controller.rawHeaders = [...headers, "Cache-Status", `concors; ${said}`];
}

function noting(handler: Handler, said: string): Handler {
  return following(handler, {
    onResponseStart(controller, status, headers, message) {
      note(controller, headersOf(controller), said);
      handler.onResponseStart(controller, status, headers, message);
    },
  });
}

/**
 * What a request may have changed is not what is stored any more.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-4.4
 */
function forgetting(store: CacheStore, href: string, handler: Handler): Handler {
  return following(handler, {
    onResponseStart(controller, status, headers, message) {
      if (status >= 200 && status < 400) store.drop(href);
      handler.onResponseStart(controller, status, headers, message);
    },
  });
}

/** Passes an answer on, and stores it once all of it has come. */
function storing(store: CacheStore, request: CacheRequest, handler: Handler, said: string): Handler {
  const asked = Date.now();
  let head: CacheHead | null = null;
  let gathering: Gathering | null = null;
  const end = (): void => {
    gathering?.end();
    gathering = null;
  };
  return following(handler, {
    onResponseStart(controller, status, headers, message) {
      const raw = headersOf(controller);
      if (status >= 200) {
        const length = Number(firstValue(raw, "content-length") ?? 0);
        head = hasEnd(status, raw) ? headOf(request, status, raw, asked) : null;
        gathering = head === null ? null : store.gather(length);
        note(controller, raw, said);
      }
      handler.onResponseStart(controller, status, headers, message);
    },
    onResponseData(controller, chunk) {
      if (gathering?.add(chunk) === false) end();
      handler.onResponseData(controller, chunk);
    },
    onResponseEnd(controller, trailers) {
      if (head !== null && gathering !== null) store.put(request, { ...head, body: gathering.whole() });
      end();
      handler.onResponseEnd(controller, trailers);
    },
    onResponseError(controller, error) {
      end();
      handler.onResponseError(controller, error);
    },
  });
}

/** Whether a body that was cut off would be noticed. One that ends with its connection would not. */
function hasEnd(status: number, headers: RawHeaders): boolean {
  if (status === 204 || firstValue(headers, "content-length") !== undefined) return true;
  // Any other coding than this last one ends with the connection as well.
  return /(?:^|[\s,])chunked\s*$/i.test(valuesOf(headers, "transfer-encoding").join());
}

function headOf(request: CacheRequest, status: number, headers: RawHeaders, asked: number): CacheHead | null {
  const timing: Timing = { asked, answered: Date.now() };
  return cacheHeadOf(request, status, headers, timing);
}

/**
 * Asks whether an entry is still what the target would answer, and answers with it if it is, or if it may stand in for an
 * error.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-4.3
 */
function validate(
  dispatch: Dispatch,
  store: CacheStore,
  options: Options,
  request: CacheRequest,
  entry: CacheEntry,
  handler: Handler,
): void {
  const asked = Date.now();
  const renewing = storing(store, request, handler, "fwd=stale");
  /** Whether the answer is the client's, and not one about the entry. */
  let isPassedOn = false;
  let isAnswered = false;
  const answerWith = (used: CacheEntry, said: string): void => {
    isAnswered = true;
    playAnswer(answerFromCache(used, request, said), handler);
  };
  dispatch(
    { ...options, headers: validatingHeaders(request.headers, entry) },
    {
      onRequestStart: (controller, context) => handler.onRequestStart(controller, context),
      onResponseStart(controller, status, headers, message) {
        const raw = headersOf(controller);
        if (status < 200) {
          // Whoever asked has an eye on how many there are.
          handler.onResponseStart(controller, status, headers, message);
        } else if (status === 304 && confirms(raw, entry)) {
          const renewed = renewedBy(raw, entry, request, asked);
          if (renewed === null) store.drop(request.href);
          else store.put(request, renewed);
          answerWith(renewed ?? entry, "fwd=stale; fwd-status=304");
        } else if (status === 304) {
          // It is about something else than what is stored here.
          isAnswered = true;
          store.drop(request.href);
          handler.onRequestAgain?.();
          dispatch(options, renewing);
        } else if (isError(status) && mayStandIn(entry)) {
          answerWith(entry, `hit; ttl=${freshness(entry)}; fwd=stale; fwd-status=${status}`);
          controller.abort(new Error("Something else stands in for it"));
        } else {
          isPassedOn = true;
          renewing.onResponseStart(controller, status, headers, message);
        }
      },
      onResponseData(controller, chunk) {
        if (isPassedOn) renewing.onResponseData(controller, chunk);
      },
      onResponseEnd(controller, trailers) {
        if (isPassedOn) renewing.onResponseEnd(controller, trailers);
      },
      onResponseError(controller, error) {
        if (isAnswered) return;
        if (!isPassedOn && mayStandIn(entry) && isFailure(error)) answerWith(entry, `hit; ttl=${freshness(entry)}`);
        else renewing.onResponseError(controller, error);
      },
    },
  );
}

function isError(status: number): boolean {
  return status === 500 || status === 502 || status === 503 || status === 504;
}

/** Whether the target has failed, and was not kept from being reached. */
function isFailure({ code }: Error & { readonly code?: unknown }): boolean {
  return code !== "target-address-refused";
}

/** What the client has of it is compared here, once it is known what the target has. */
function validatingHeaders(headers: RawHeaders, entry: CacheHead): string[] {
  const etag = firstValue(entry.headers, "etag");
  const modified = firstValue(entry.headers, "last-modified");
  return [
    ...without(headers, (name) => name === "if-none-match" || name === "if-modified-since"),
    ...(etag === undefined ? [] : ["If-None-Match", etag]),
    ...(modified === undefined ? [] : ["If-Modified-Since", modified]),
  ];
}

/** Whether a 304 is about an entry: it was asked about that alone, but it may name another. */
function confirms(headers: RawHeaders, entry: CacheHead): boolean {
  const etag = firstValue(headers, "etag");
  return etag === undefined || withoutWeakness(etag) === withoutWeakness(firstValue(entry.headers, "etag") ?? "");
}

/** What the stored body is about stays; what else the 304 says holds from now on. */
const notRenewed: ReadonlySet<string> = new Set([
  "content-encoding",
  "content-length",
  "content-range",
  "content-type",
  "transfer-encoding",
]);

function renewedBy(headers: RawHeaders, entry: CacheEntry, request: CacheRequest, asked: number): CacheEntry | null {
  const said = without(headers, (name) => notRenewed.has(name));
  const names = new Set(said.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase()));
  const kept = without(entry.headers, (name) => names.has(name) || name === "age");
  const head = headOf(request, entry.status, [...kept, ...said], asked);
  return head === null ? null : { ...head, body: entry.body };
}

function headersOf({ rawHeaders }: Dispatcher.DispatchController): RawHeaders {
  return rawHeadersOf(rawHeaders as Buffer[]);
}

/** A handler that does what another does, but for some of it. */
function following(handler: Handler, own: Partial<Handler>): Handler {
  return {
    onRequestStart: (controller, context) => handler.onRequestStart(controller, context),
    onResponseStart: (controller, status, headers, message) =>
      handler.onResponseStart(controller, status, headers, message),
    onResponseData: (controller, chunk) => handler.onResponseData(controller, chunk),
    onResponseEnd: (controller, trailers) => handler.onResponseEnd(controller, trailers),
    onResponseError: (controller, error) => handler.onResponseError(controller, error),
    ...own,
  };
}
