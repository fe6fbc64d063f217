import type { ComponentChildren } from "preact";
import { Button } from "../../kit/button.tsx";
import type { ReviewSettings } from "./review-settings.ts";

export interface ShieldProps {
  readonly settings: Pick<ReviewSettings, "greyscale" | "strength">;
  readonly shielded: boolean;
  readonly onReveal: () => void;
  readonly children: ComponentChildren;
}

/** Blurs what may be distressing until it is revealed: by the key or the button, or while the pointer or the focus is on it. */
export function Shield({ settings, shielded, onReveal, children }: ShieldProps) {
  if (!shielded) return <>{children}</>;
  const { greyscale, strength } = settings;
  return (
    <div class="shield">
      <div class="row">
        <Button keys="r" onClick={onReveal}>
          Reveal
        </Button>
        <span class="muted">Blurred. Point at it, or focus it, to see it for a moment.</span>
      </div>
      <div
        class="shield-content"
        style={{ "--shield": `blur(${strength}px)${greyscale ? " grayscale(1)" : ""}` }}
      >
        {children}
      </div>
    </div>
  );
}
