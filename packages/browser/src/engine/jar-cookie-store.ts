import { Cookie, CookieJar } from "tough-cookie";
import type { CookieContext, CookieStore } from "./cookies.ts";
import type { CookieRules } from "./rules.ts";

/**
 * tough-cookie's jar behind the engine's interface: the jar itself for first-party cookies, and one more a partition for
 * engines that keep third-party cookies apart.
 */
export class JarCookieStore implements CookieStore {
  readonly jar: CookieJar;
  readonly #rules: CookieRules;
  readonly #partitions: Map<string, CookieJar> = new Map();

  constructor(jar: CookieJar, rules: CookieRules) {
    this.jar = jar;
    this.#rules = rules;
  }

  get(url: URL, context: CookieContext): string {
    const cookies = this.#jarOf(context).getCookiesSync(url, {
      sameSiteContext: sameSiteContext(context),
      ...(this.#rules.loopbackIsSecure ? {} : { secure: url.protocol === "https:" }),
    });
    return cookies
      .filter((cookie) => context.sameSite || !this.#isSameSiteByDefault(cookie))
      .map((cookie) => cookie.cookieString())
      .join("; ");
  }

  set(url: URL, setCookie: string, context: CookieContext): void {
    const cookie = Cookie.parse(setCookie);
    if (cookie === undefined) return;
    if (cookie.secure && url.protocol !== "https:" && !this.#rules.loopbackIsSecure) return;
    if (this.#rules.sameSiteNoneNeedsSecure && cookie.sameSite === "none" && !cookie.secure) return;
    if (!context.sameSite && this.#isSameSiteByDefault(cookie)) return;
    this.#jarOf(context).setCookieSync(cookie, url, { sameSiteContext: sameSiteContext(context), ignoreError: true });
  }

  /** Whether a cookie without SameSite is treated as Lax; tough-cookie takes it for None. */
  #isSameSiteByDefault(cookie: Cookie): boolean {
    return this.#rules.sameSiteDefault === "lax" && (cookie.sameSite === undefined || cookie.sameSite === "");
  }

  #jarOf({ partition }: CookieContext): CookieJar {
    if (partition === "") return this.jar;
    let jar = this.#partitions.get(partition);
    if (jar === undefined) this.#partitions.set(partition, (jar = new CookieJar()));
    return jar;
  }
}

function sameSiteContext({ sameSite }: CookieContext): "strict" | "none" {
  return sameSite ? "strict" : "none";
}
