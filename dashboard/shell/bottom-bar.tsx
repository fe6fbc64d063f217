import { useLocation } from "preact-iso/router";
import { useState } from "preact/hooks";
import { useCan } from "../data/session.ts";
import { Dialog } from "../kit/dialog.tsx";
import { Icon } from "../kit/icon.tsx";
import type { RailProps } from "./rail.tsx";
import { isCurrent, railPages } from "./rail-pages.ts";
import { ThemeChoice } from "./theme-choice.tsx";

const SHOWN = 4;

/** The navigation of a narrow page: the first pages, and a list of everything else. */
export function BottomBar({ onPalette, onKeys, onSignOut }: RailProps) {
  const [more, setMore] = useState(false);
  const { path } = useLocation();
  const can = useCan();
  const pages = railPages(can);
  const close = (): void => setMore(false);
  const after = (action: () => void) => (): void => {
    close();
    action();
  };
  return (
    <nav class="bottom-bar" aria-label="Pages">
      {pages.slice(0, SHOWN).map((page) => (
        <a
          key={page.path}
          class="bottom-link"
          href={page.path}
          aria-current={isCurrent(page, path) ? "page" : undefined}
        >
          <Icon name={page.rail?.icon ?? "overview"} />
          {page.title}
        </a>
      ))}
      <button class="bottom-link" type="button" aria-expanded={more} onClick={() => setMore(true)}>
        <Icon name="menu" />
        More
      </button>
      {more && (
        <Dialog title="More" onClose={close}>
          {pages.slice(SHOWN).map((page) => (
            <a key={page.path} class="rail-link" href={page.path} onClick={close}>
              <Icon name={page.rail?.icon ?? "overview"} />
              {page.title}
            </a>
          ))}
          <button class="rail-link" type="button" onClick={after(onPalette)}>
            <Icon name="search" />
            Go to
          </button>
          <button class="rail-link" type="button" onClick={after(onKeys)}>
            <Icon name="keys" />
            Keys
          </button>
          <ThemeChoice />
          <button class="rail-link" type="button" onClick={onSignOut}>
            <Icon name="leave" />
            Sign out
          </button>
        </Dialog>
      )}
    </nav>
  );
}
