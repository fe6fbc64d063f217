import type { ComponentChildren } from "preact";

export interface CheckMarkProps {
  readonly ok: boolean;
  /** It works, but its results cannot be trusted. */
  readonly doubtful?: boolean;
  readonly words: string;
}

const WORKS = <path d="M3 8.5l3.5 3.5L13 4.5" />;
const FAILS = <path d="M4 4l8 8M12 4l-8 8" />;
const DOUBTFUL = <path d="M8 2.5v7M8 12.5v1" />;

/** Whether something works, by a shape and words. */
export function CheckMark({ ok, doubtful = false, words }: CheckMarkProps) {
  const [outcome, shape]: readonly [string, ComponentChildren] = !ok
    ? ["violation", FAILS]
    : doubtful
      ? ["review", DOUBTFUL]
      : ["allowed", WORKS];
  return (
    <span class="outcome" data-outcome={outcome}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {shape}
      </svg>
      {words}
    </span>
  );
}
