import { useLocation } from "preact-iso/router";
import { useCan } from "../data/session.ts";
import { useKeys } from "../keys/use-keys.ts";
import { railPages } from "./rail-pages.ts";
import { storedTheme, storeTheme, THEMES } from "./theme.ts";

/** g and a letter for each page, and the keys that work everywhere. */
export function useShellKeys(onSignOut: () => void): void {
  const { route } = useLocation();
  const can = useCan();
  useKeys([
    ...railPages(can).map(({ path, title, rail }) => ({
      keys: `g ${rail?.key}`,
      words: `Go to ${title}`,
      run: () => route(path),
    })),
    { keys: "t t", words: "Switch between light and dark", run: nextTheme },
    { keys: "q q", words: "Sign out", run: onSignOut },
  ]);
}

function nextTheme(): void {
  const next = THEMES[(THEMES.indexOf(storedTheme()) + 1) % THEMES.length];
  if (next !== undefined) storeTheme(next);
}
