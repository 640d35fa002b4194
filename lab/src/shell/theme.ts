import type { Signal } from "@preact/signals";
import { effect, signal } from "@preact/signals";

export const themes = ["auto", "light", "dark"] as const;

export type Theme = (typeof themes)[number];

const storageKey = "concors-lab-theme";

/** The theme that the visitor chose; "auto" follows the system. */
export const theme: Signal<Theme> = signal(readTheme());

/** Puts the theme on the document, now and whenever it changes. */
export function startTheme(): void {
  effect(() => {
    document.documentElement.dataset["theme"] = theme.value;
    try {
      localStorage.setItem(storageKey, theme.value);
    } catch {
      // A browser that stores nothing forgets the theme, and that is all.
    }
  });
}

function readTheme(): Theme {
  try {
    return themes.find((name) => name === localStorage.getItem(storageKey)) ?? "auto";
  } catch {
    return "auto";
  }
}
