export interface ScaleProps {
  /** From 0 to 1. */
  readonly value: number;
  /** What is marked on the scale, such as the scores that a policy sends to a person. */
  readonly band?: { readonly from: number; readonly to: number; readonly words: string };
}

/** A score on its scale, with a marked band if one is given. */
export function Scale({ value, band }: ScaleProps) {
  const words = band === undefined ? "" : `; ${band.words}: ${band.from} to ${band.to}`;
  return (
    <div class="scale" role="img" aria-label={`${formatScore(value)} of 1${words}`}>
      <span class="scale-value">{formatScore(value)}</span>
      <span class="scale-track">
        {band !== undefined && (
          <span
            class="scale-band"
            style={{ left: percent(band.from), right: percent(1 - band.to) }}
            title={band.words}
          />
        )}
        <span class="scale-mark" style={{ left: percent(value) }} />
      </span>
    </div>
  );
}

/** Never rounded to 0 or 1, which would say that it is certain. */
export function formatScore(value: number): string {
  if (value > 0 && value < 0.005) return "<0.01";
  if (value < 1 && value > 0.995) return ">0.99";
  return value.toFixed(2);
}

const percent = (share: number): string => `${share * 100}%`;
