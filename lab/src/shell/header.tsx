import type { VNode } from "preact";
import { route } from "../router/router.ts";
import { ThemeSwitch } from "./theme-switch.tsx";
import { viewLinks } from "./views.tsx";

/** The name of the page, its views and the theme. */
export function Header(): VNode {
  const { view } = route.value;
  return (
    <header class="header">
      <a class="header-name" href="#/" aria-label="Concors Lab, to the first stage">
        <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
          <circle cx="12" cy="16" r="7.5" />
          <circle cx="20" cy="16" r="7.5" />
        </svg>
        <span>
          Concors <b>Lab</b>
        </span>
      </a>
      <nav class="header-views" aria-label="Views">
        {viewLinks.map((link) => (
          <a key={link.view} href={link.href} aria-current={link.view === view ? "page" : undefined}>
            {link.name}
          </a>
        ))}
      </nav>
      <ThemeSwitch />
    </header>
  );
}
