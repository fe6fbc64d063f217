import { useLocation } from "preact-iso/router";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useKeys } from "../keys/use-keys.ts";
import { Toasts } from "../kit/toasts.tsx";
import { BottomBar } from "./bottom-bar.tsx";
import { KeysSheet } from "./keys-sheet.tsx";
import { OfflineBanner } from "./offline-banner.tsx";
import { Palette } from "./palette.tsx";
import { Rail } from "./rail.tsx";
import { Routes } from "./routes.tsx";
import { useShellKeys } from "./use-shell-keys.ts";

export interface ShellProps {
  readonly onSignOut: () => void;
}

type Overlay = "keys" | "palette" | null;

/** The frame of every page: rail, banner, overlays and the keys that work everywhere. */
export function Shell({ onSignOut }: ShellProps) {
  const [overlay, setOverlay] = useState<Overlay>(null);
  const main = useRef<HTMLElement>(null);
  const { path } = useLocation();
  const shownPath = useRef(path);
  useLayoutEffect(() => {
    if (shownPath.current === path) return;
    shownPath.current = path;
    // Screen readers begin to read at the new page.
    main.current?.focus();
    main.current?.scrollTo(0, 0);
  }, [path]);

  useShellKeys(onSignOut);
  useKeys([
    { keys: "?", words: "Show the keys", run: () => setOverlay("keys") },
    {
      keys: "Ctrl+k",
      words: "Go to a page, a policy or a verdict",
      run: () => setOverlay("palette"),
      always: true,
    },
  ]);
  const close = (): void => setOverlay(null);
  return (
    <div class="shell">
      <a class="skip-link" href="#main" onClick={() => main.current?.focus()}>
        Skip to the content
      </a>
      <Rail onPalette={() => setOverlay("palette")} onKeys={() => setOverlay("keys")} onSignOut={onSignOut} />
      <main class="main" id="main" tabIndex={-1} ref={main}>
        <OfflineBanner />
        <Routes />
      </main>
      <BottomBar
        onPalette={() => setOverlay("palette")}
        onKeys={() => setOverlay("keys")}
        onSignOut={onSignOut}
      />
      <Toasts />
      {overlay === "keys" && <KeysSheet onClose={close} />}
      {overlay === "palette" && <Palette onClose={close} />}
    </div>
  );
}
