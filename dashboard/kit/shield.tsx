import { type ComponentChildren, createContext } from "preact";
import { useContext, useMemo, useState } from "preact/hooks";
import { isShielded, type ReviewSettings } from "../data/review-settings.ts";
import { loadSettings } from "../data/stored-settings.ts";
import { useKeys } from "../keys/use-keys.ts";
import { Button } from "./button.tsx";
import { Blurred } from "./blurred.tsx";

type ShieldSettings = Pick<ReviewSettings, "shield" | "greyscale" | "strength">;

interface Shield {
  /** What CSS does to what may be distressing. Null: nothing. */
  readonly filter: string | null;
  readonly keys: string;
  readonly reveal: () => void;
}

const Shields = createContext<Shield | null>(null);

export interface ShieldAreaProps {
  /** Of the policy. Undefined while that is unknown. */
  readonly sensitive: boolean | undefined;
  readonly settings?: ShieldSettings;
  readonly keys?: string;
  readonly children: ComponentChildren;
}

/** A part of a page in which contents, and what quotes them, are blurred together and revealed together. */
export function ShieldArea({ sensitive, settings, keys = "b", children }: ShieldAreaProps) {
  const [stored] = useState(loadSettings);
  const [revealed, setRevealed] = useState(false);
  const { shield, greyscale, strength } = settings ?? stored;
  const toggle = { keys, words: "Reveal or blur the content", run: () => setRevealed(!revealed) };
  useKeys(isShielded(shield, sensitive) ? [toggle] : []);
  const isBlurred = !revealed && isShielded(shield, sensitive);
  const value = useMemo(
    () => ({
      filter: isBlurred ? blurFilter({ greyscale, strength }) : null,
      keys,
      reveal: () => setRevealed(true),
    }),
    [isBlurred, greyscale, strength, keys],
  );
  return <Shields.Provider value={value}>{children}</Shields.Provider>;
}

/** Reveals everything in the area, if it is blurred. */
export function RevealBar() {
  const shield = useContext(Shields);
  if (shield === null || shield.filter === null) return null;
  return (
    <div class="row">
      <Button keys={shield.keys} onClick={shield.reveal}>
        Reveal
      </Button>
      <span class="muted">Blurred. Point at it, or focus it, to see it for a moment.</span>
    </div>
  );
}

/** What may be distressing. */
export function Shielded({ children }: { readonly children: ComponentChildren }) {
  const shield = useContext(Shields);
  return <Blurred filter={shield?.filter ?? null}>{children}</Blurred>;
}

export function blurFilter({ greyscale, strength }: Omit<ShieldSettings, "shield">): string {
  return `blur(${strength}px)${greyscale ? " grayscale(1)" : ""}`;
}
