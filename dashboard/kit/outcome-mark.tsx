import type { ComponentChildren } from "preact";
import { type Outcome, OUTCOME_WORDS } from "./outcome.ts";

const CROSS = <path d="M4 4l8 8M12 4l-8 8" />;
const DOTS = (
  <g class="solid">
    <circle cx="3" cy="8" r="1.8" />
    <circle cx="8" cy="8" r="1.8" />
    <circle cx="13" cy="8" r="1.8" />
  </g>
);

/** Each outcome has a shape of its own, so that it can be read without colour. */
const SHAPES: Readonly<Record<Outcome, ComponentChildren>> = {
  violation: <path class="solid" d="M8 1l7.5 13.5h-15z" />,
  allowed: <circle cx="8" cy="8" r="6" />,
  review: <path d="M8 1.5L14.5 8 8 14.5 1.5 8z" />,
  failed: CROSS,
  expired: CROSS,
  running: DOTS,
  queued: DOTS,
  erased: <path d="M3 8h10" />,
};

/** The shape and the words of an outcome. */
export function OutcomeMark({ outcome, words }: { readonly outcome: Outcome; readonly words?: string }) {
  return (
    <span class="outcome" data-outcome={outcome}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {SHAPES[outcome]}
      </svg>
      {words ?? OUTCOME_WORDS[outcome]}
    </span>
  );
}
