import type { VNode } from "preact";
import { Icon } from "../parts/icon.tsx";
import type { Theme } from "./theme.ts";
import { theme, themes } from "./theme.ts";

const names: Readonly<Record<Theme, string>> = { auto: "As the system", light: "Light", dark: "Dark" };
const icons = { auto: "theme-auto", light: "theme-light", dark: "theme-dark" } as const;

/** Three radio buttons that look like one switch. */
export function ThemeSwitch(): VNode {
  return (
    <fieldset class="theme-switch">
      <legend class="visually-hidden">Theme</legend>
      {themes.map((name) => (
        <label key={name} title={names[name]}>
          <input
            type="radio"
            name="theme"
            class="visually-hidden"
            checked={theme.value === name}
            onChange={() => (theme.value = name)}
          />
          <Icon name={icons[name]} />
          <span class="visually-hidden">{names[name]}</span>
        </label>
      ))}
    </fieldset>
  );
}
