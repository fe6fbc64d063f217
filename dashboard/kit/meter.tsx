export interface MeterProps {
  readonly label: string;
  /** The value in words, such as "12 of 64". */
  readonly words: string;
  /** From 0 to 1; null without a scale. */
  readonly share?: number | null;
}

/** A value, with a bar if it has a scale. The words alone are sufficient. */
export function Meter({ label, words, share = null }: MeterProps) {
  return (
    <div class="meter">
      <span class="muted">{label}</span>
      <span class="meter-value">{words}</span>
      {share !== null && (
        <span class="meter-track" aria-hidden="true">
          <span class="meter-fill" style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }} />
        </span>
      )}
    </div>
  );
}
