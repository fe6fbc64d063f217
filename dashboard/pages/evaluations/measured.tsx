export interface Measured {
  readonly value: number | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/** "0.912 (0.870 to 0.942)", with the 95 % interval, and both on a scale from 0 to 1. */
export function MeasuredValue({ value, interval }: Measured) {
  if (value === null) return <>–</>;
  return (
    <span class="measured">
      <strong>{value.toFixed(3)}</strong>
      {interval !== null && (
        <>
          <span class="muted">{`${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}`}</span>
          <span class="interval" aria-hidden="true">
            <span
              class="interval-range"
              style={{ left: percent(interval.low), right: percent(1 - interval.high) }}
            />
            <span class="interval-value" style={{ left: percent(value) }} />
          </span>
        </>
      )}
    </span>
  );
}

const percent = (share: number): string => `${Math.max(0, Math.min(1, share)) * 100}%`;
