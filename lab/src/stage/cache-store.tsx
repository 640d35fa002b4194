import { useEffect, useState } from "preact/hooks";
import type { VNode } from "preact";
import { Icon } from "../parts/icon.tsx";
import type { KeptGrant } from "./kept-grants.ts";
import { duration } from "./words.ts";

/** The browser's CORS-preflight cache: what it keeps, and for how long yet. It runs down as one looks. */
export function CacheStore({ kept }: { readonly kept: readonly KeptGrant[] }): VNode {
  const [since, setSince] = useState(0);
  const content = JSON.stringify(kept);
  useEffect(() => {
    const begun = performance.now();
    setSince(0);
    if (kept.length === 0) return undefined;
    const timer = setInterval(() => setSince((performance.now() - begun) / 1000), 1000);
    return () => clearInterval(timer);
    // What is kept is new if it reads otherwise.
  }, [content]);
  return (
    <section class="cache" aria-label="Preflight cache">
      <h3>
        <Icon name="clock" /> Preflight cache
      </h3>
      {kept.length === 0 ? (
        <p class="soft small">Empty. What a preflight allows is kept here, so that it is not asked again.</p>
      ) : (
        <ul class="cache-entries">
          {kept.map((grant, index) => (
            <CacheEntry key={`${index} ${content}`} grant={grant} remaining={grant.remaining - since} />
          ))}
        </ul>
      )}
    </section>
  );
}

function CacheEntry({ grant, remaining }: { readonly grant: KeptGrant; readonly remaining: number }): VNode {
  const { credentials, headerNames, methods, remaining: first, seconds, url } = grant;
  const isOver = remaining <= 0;
  const style = { "--from": first / seconds, "--seconds": `${first}s` };
  return (
    <li class={isOver ? "cache-entry over" : "cache-entry"}>
      <p>
        <code>{[...methods, ...headerNames].join(", ")}</code>{" "}
        <span class="soft small">
          for <code>{new URL(url).pathname}</code>
          {credentials ? ", with credentials" : ""}
        </span>
      </p>
      <span class="cache-bar" aria-hidden="true">
        <span style={style} />
      </span>
      <p class="small soft">{isOver ? "Expired: the next request asks again." : `${duration(remaining)} left`}</p>
    </li>
  );
}
