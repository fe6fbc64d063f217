import { useState } from "preact/hooks";
import { Icon } from "../kit/icon.tsx";
import { storedTheme, storeTheme, THEMES, type Theme } from "./theme.ts";

const WORDS: Readonly<Record<Theme, string>> = { system: "system", light: "light", dark: "dark" };

/** A button that switches to the next theme. */
export function ThemeChoice() {
  const [theme, setTheme] = useState(storedTheme);
  const change = (): void => {
    // A key may have changed it in the meantime.
    const next = THEMES[(THEMES.indexOf(storedTheme()) + 1) % THEMES.length] ?? "system";
    storeTheme(next);
    setTheme(next);
  };
  return (
    <button class="rail-link" type="button" onClick={change}>
      <Icon name="theme" />
      Theme: {WORDS[theme]}
    </button>
  );
}
