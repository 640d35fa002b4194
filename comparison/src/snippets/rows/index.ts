import type { Snippet } from "../snippet.ts";
import { apacheSnippets } from "./apache.ts";
import { caddySnippets } from "./caddy.ts";
import { nginxExpressionSnippets } from "./nginx-expressions.ts";
import { nginxMapSnippets } from "./nginx-maps.ts";
import { nginxOpenSnippets } from "./nginx-open.ts";
import { programSnippets } from "./programs.ts";
import { proxySnippets } from "./proxies.ts";

/** What people publish, each with the policy that it comes nearest to. */
export const snippets: readonly Snippet[] = [
  ...nginxOpenSnippets,
  ...nginxExpressionSnippets,
  ...nginxMapSnippets,
  ...apacheSnippets,
  ...caddySnippets,
  ...proxySnippets,
  ...programSnippets,
];
