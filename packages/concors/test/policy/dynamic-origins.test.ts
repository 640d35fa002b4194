import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createCors } from "../../src/index.ts";
import type { CorsRequest, DynamicOrigins } from "../../src/index.ts";

const from = (origin: string): CorsRequest => ({ method: "GET", headers: { origin } });

function asking(allows: DynamicOrigins["allows"], options: Partial<DynamicOrigins> = {}) {
  const spy = vi.fn<DynamicOrigins["allows"]>(allows);
  const onError = vi.fn<(error: unknown, origin: string) => void>();
  const cors = createCors({ origins: { allows: spy, onError, ...options }, credentials: true });
  const isAllowed = async (origin: string) => (await cors.decideAsync(from(origin))).allowed;
  return { cors, spy, onError, isAllowed };
}

describe("origins.allows", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("only true allows", async () => {
    for (const answer of [false, undefined, null, 1, "true", {}, []]) {
      const { isAllowed, onError } = asking(() => answer as never);
      expect(await isAllowed("https://a.test")).toBe(false);
      expect(onError).toHaveBeenCalledTimes(answer === false ? 0 : 1);
    }
    expect(await asking(() => true).isAllowed("https://a.test")).toBe(true);
    expect(await asking(() => Promise.resolve(true)).isAllowed("https://a.test")).toBe(true);
  });

  test("is asked about origins alone", async () => {
    const { isAllowed, spy } = asking(() => true);
    const nonsense = [
      "",
      "x",
      "null",
      "https://A.test",
      "https://a.test/",
      "https://a.test, https://a.test",
      "file://",
    ];
    for (const origin of nonsense) expect([origin, await isAllowed(origin)]).toEqual([origin, false]);
    expect(spy).not.toHaveBeenCalled();
    for (const origin of ["https://my_app.test", "http://localhost:3000", "app://x", "https://[::1]:1"]) {
      expect([origin, await isAllowed(origin)]).toEqual([origin, true]);
    }
  });

  test("is not asked about what credentials may not go to", async () => {
    const { isAllowed, spy } = asking(() => true);
    expect(await isAllowed("http://a.test")).toBe(false);
    expect(await isAllowed("http://127.0.0.1.evil.test")).toBe(false);
    expect(spy).not.toHaveBeenCalled();
    const anonymous = createCors({ origins: { allows: () => true } });
    expect((await anonymous.decideAsync(from("http://a.test"))).allowed).toBe(true);
    const dangerously = { exposeToNetworkAttackers: true };
    const dangerous = createCors({ origins: { allows: () => true }, credentials: true, dangerously });
    expect((await dangerous.decideAsync(from("http://a.test"))).allowed).toBe(true);
  });

  test("is not asked by requests without an origin", async () => {
    const { cors, spy } = asking(() => true);
    expect(await cors.decideAsync({ method: "GET", headers: {} })).toMatchObject({
      kind: "not-cors",
      vary: ["Origin"],
    });
    expect(spy).not.toHaveBeenCalled();
  });

  test("is asked once by all who wait, and once in a while", async () => {
    const { isAllowed, spy } = asking(async () => Promise.resolve(true), { ttl: 60 });
    expect(await Promise.all(Array.from({ length: 100 }, () => isAllowed("https://a.test")))).not.toContain(false);
    expect(spy).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(59_999);
    await isAllowed("https://a.test");
    expect(spy).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    await isAllowed("https://a.test");
    expect(spy).toHaveBeenCalledTimes(2);
  });

  test("is asked each time if nothing is to be remembered", async () => {
    const { isAllowed, spy } = asking(() => true, { ttl: 0 });
    await isAllowed("https://a.test");
    await isAllowed("https://a.test");
    expect(spy).toHaveBeenCalledTimes(2);
  });

  test("many strangers do not make it forget who is allowed", async () => {
    const { isAllowed, spy } = asking((origin) => origin === "https://a.test", { max: 10 });
    await isAllowed("https://a.test");
    for (let index = 0; index < 1000; index++) await isAllowed(`https://stranger${index}.test`);
    spy.mockClear();
    await isAllowed("https://a.test");
    await isAllowed("https://stranger999.test");
    expect(spy).not.toHaveBeenCalled();
    await isAllowed("https://stranger0.test");
    expect(spy).toHaveBeenCalledTimes(1);
  });

  test("of many that are allowed, those that asked last are remembered", async () => {
    const { isAllowed, spy } = asking(() => true, { max: 2 });
    for (const origin of ["https://a.test", "https://b.test", "https://a.test", "https://c.test"])
      await isAllowed(origin);
    spy.mockClear();
    await isAllowed("https://a.test");
    expect(spy).not.toHaveBeenCalled();
    await isAllowed("https://b.test");
    expect(spy).toHaveBeenCalledTimes(1);
  });

  const error = new Error("no database");
  test.each([
    [
      "throws",
      () => {
        throw error;
      },
    ],
    ["rejects", () => Promise.reject(error)],
  ])("that %s denies, with Vary, and is reported", async (_, allows) => {
    const { cors, onError, spy } = asking(allows);
    const denied = { kind: "actual", allowed: false, reason: "origin-not-answered", headers: [], vary: ["Origin"] };
    expect(await cors.decideAsync(from("https://a.test"))).toEqual(denied);
    expect(onError).toHaveBeenCalledExactlyOnceWith(error, "https://a.test");
    // It may be over in a moment.
    await cors.decideAsync(from("https://a.test"));
    expect(spy).toHaveBeenCalledTimes(2);
  });

  test("that takes too long denies, and is told to stop", async () => {
    let signal: AbortSignal | undefined;
    const { isAllowed, onError } = asking(
      (_, context) => {
        ({ signal } = context);
        return new Promise(() => {});
      },
      { timeout: 250 },
    );
    const answer = isAllowed("https://a.test");
    await vi.advanceTimersByTimeAsync(249);
    expect(signal?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await answer).toBe(false);
    expect(signal?.aborted).toBe(true);
    expect(onError.mock.calls).toMatchObject([[{ name: "TimeoutError" }, "https://a.test"]]);
  });

  test("leaves no timer behind", async () => {
    await asking(() => true).isAllowed("https://a.test");
    expect(vi.getTimerCount()).toBe(0);
  });

  test("whoever reports may throw", async () => {
    const onError = (): never => {
      throw new Error("no log");
    };
    expect(await asking(() => Promise.reject(error), { onError }).isAllowed("https://a.test")).toBe(false);
  });

  test("answers a preflight as a list does", async () => {
    const cors = createCors({ origins: { allows: () => true }, methods: ["PUT"] });
    const headers = { origin: "https://a.test", "access-control-request-method": "PUT" };
    expect(await cors.decideAsync({ method: "OPTIONS", headers })).toMatchObject({ allowed: true, status: 204 });
    expect(await cors.explainAsync({ method: "OPTIONS", headers })).toMatchObject({
      allowed: true,
      decidedBy: ["origins", "allows"],
    });
    expect(await cors.gateAsync({ method: "POST", headers })).toEqual({ ok: true });
  });

  test("cannot be asked at once: that is told to whoever tries, not to users", () => {
    const { cors } = asking(() => true);
    expect(cors.isAsync).toBe(true);
    for (const ask of [cors.decide, cors.explain, cors.gate])
      expect(() => ask(from("https://a.test"))).toThrow(TypeError);
    cors.reconfigure({ origins: "*" });
    expect(cors.isAsync).toBe(false);
  });

  test("who waits while the policy changes gets the answer of the one that was asked", async () => {
    let answer: (allowed: boolean) => void = () => {};
    const { cors } = asking(() => new Promise((resolve) => (answer = resolve)));
    const old = cors.decideAsync(from("https://a.test"));
    await vi.advanceTimersByTimeAsync(1);
    cors.reconfigure({ origins: ["https://b.test"] });
    answer(true);
    expect((await old).headers).toContainEqual(["Access-Control-Allow-Credentials", "true"]);
    expect((await cors.decideAsync(from("https://a.test"))).allowed).toBe(false);
  });
});
