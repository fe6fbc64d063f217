import { formatShare } from "../../../kit/format-number.ts";
import { type Batch, progressOf } from "./batch.ts";

/** How much of a batch is done. */
export function Progress({ batch }: { readonly batch: Batch }) {
  const share = progressOf(batch);
  return (
    <span class="batch-progress">
      <span class="meter-track" aria-hidden="true">
        <span class="meter-fill" style={{ width: `${share * 100}%` }} />
      </span>
      {formatShare(share)}
    </span>
  );
}
