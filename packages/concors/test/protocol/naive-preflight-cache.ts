import type { CacheEntry, CorsPreflightCacheRequest } from "../../src/protocol/index.ts";

/** The standard's CORS-preflight cache as it stands there: one list, looked through from end to end. */
export class NaivePreflightCache {
  #entries: (CacheEntry & { storedAt: number; maxAge: number })[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  alive(): CacheEntry[] {
    this.#entries = this.#entries.filter((entry) => this.#now() - entry.storedAt < entry.maxAge * 1000);
    return this.#entries;
  }

  clearCacheEntries(request: CorsPreflightCacheRequest): void {
    this.#entries = this.#entries.filter((entry) => !this.#isOf(entry, request));
  }

  methodCacheEntryMatch(method: string, request: CorsPreflightCacheRequest): boolean {
    return this.#methodMatches(method, request).length > 0;
  }

  headerNameCacheEntryMatch(headerName: string, request: CorsPreflightCacheRequest): boolean {
    return this.#headerNameMatches(headerName, request).length > 0;
  }

  store(
    request: CorsPreflightCacheRequest,
    { methods, headerNames, maxAge }: { methods: string[]; headerNames: string[]; maxAge: number },
  ): void {
    for (const method of methods) for (const entry of this.#methodMatches(method, request)) entry.maxAge = maxAge;
    for (const method of methods) {
      if (!this.methodCacheEntryMatch(method, request)) this.#create(request, maxAge, method, null);
    }
    for (const name of headerNames) for (const entry of this.#headerNameMatches(name, request)) entry.maxAge = maxAge;
    for (const name of headerNames) {
      if (!this.headerNameCacheEntryMatch(name, request)) this.#create(request, maxAge, null, name);
    }
  }

  #create(request: CorsPreflightCacheRequest, maxAge: number, method: string | null, headerName: string | null): void {
    this.#entries.push({
      key: request.networkPartitionKey,
      byteSerializedOrigin: request.serializedOrigin,
      url: request.url,
      maxAge,
      credentials: request.credentialsMode === "include",
      method,
      headerName,
      storedAt: this.#now(),
    });
  }

  #isOf(entry: CacheEntry, request: CorsPreflightCacheRequest): boolean {
    return (
      entry.key === request.networkPartitionKey &&
      entry.byteSerializedOrigin === request.serializedOrigin &&
      entry.url === request.url
    );
  }

  #matches(request: CorsPreflightCacheRequest) {
    this.alive();
    return this.#entries.filter(
      (entry) => this.#isOf(entry, request) && (entry.credentials || request.credentialsMode !== "include"),
    );
  }

  #methodMatches(method: string, request: CorsPreflightCacheRequest) {
    return this.#matches(request).filter((entry) => entry.method === method || entry.method === "*");
  }

  #headerNameMatches(headerName: string, request: CorsPreflightCacheRequest) {
    const lowercased = headerName.toLowerCase();
    return this.#matches(request).filter(
      (entry) =>
        entry.headerName?.toLowerCase() === lowercased || (entry.headerName === "*" && lowercased !== "authorization"),
    );
  }
}
