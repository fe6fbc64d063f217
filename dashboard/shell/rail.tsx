import { useLocation } from "preact-iso/router";
import { useCan, useSession } from "../data/session.ts";
import { Icon } from "../kit/icon.tsx";
import { KeyHint } from "../kit/key-hint.tsx";
import { isCurrent, railPages } from "./rail-pages.ts";
import { ThemeChoice } from "./theme-choice.tsx";

export interface RailProps {
  readonly onPalette: () => void;
  readonly onKeys: () => void;
  readonly onSignOut: () => void;
}

/** The navigation of a wide page. */
export function Rail({ onPalette, onKeys, onSignOut }: RailProps) {
  const { path } = useLocation();
  const { key } = useSession();
  const can = useCan();
  return (
    <header class="rail">
      <a class="rail-name" href="/app/">
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <path d="M8 1 15 15H1z" fill="currentColor" />
        </svg>
        Gavel
      </a>
      <nav aria-label="Pages">
        <ul>
          {railPages(can).map((page) => (
            <li key={page.path}>
              <a class="rail-link" href={page.path} aria-current={isCurrent(page, path) ? "page" : undefined}>
                <Icon name={page.rail?.icon ?? "overview"} />
                {page.title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="rail-foot">
        <button class="rail-link" type="button" onClick={onPalette} aria-keyshortcuts="Control+K">
          <Icon name="search" />
          Go to
          <KeyHint keys="Ctrl+K" />
        </button>
        <button class="rail-link" type="button" onClick={onKeys}>
          <Icon name="keys" />
          Keys
          <KeyHint keys="?" />
        </button>
        <ThemeChoice />
        <button class="rail-link" type="button" onClick={onSignOut}>
          <Icon name="leave" />
          Sign out
        </button>
        <span class="rail-key muted" title={`Signed in with the key ${key.name} (${key.id})`}>
          {key.name}
        </span>
      </div>
    </header>
  );
}
