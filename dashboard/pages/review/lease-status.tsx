import { formatAbsolute } from "../../kit/format-time.ts";
import { Button } from "../../kit/button.tsx";
import { useNow } from "../../kit/use-now.ts";
import { leaseLeft } from "./lease.ts";

/** How long the item is held for this reviewer. */
export function LeaseStatus({
  expiresAt,
  onExtend,
}: {
  readonly expiresAt: string;
  readonly onExtend: () => void;
}) {
  const at = Date.parse(expiresAt);
  const left = leaseLeft(at, useNow());
  if (left !== null) {
    return (
      <span class="muted" title={`Until ${formatAbsolute(at)}. Extended while you are active.`}>
        Held for you: {left}
      </span>
    );
  }
  return (
    <span class="row" role="status">
      <strong>Your lease has expired: others may get this item.</strong>
      <Button onClick={onExtend}>Hold it again</Button>
    </span>
  );
}
