import { formatCount, formatNumber, formatShare } from "../../../kit/format-number.ts";
import { PlainTable } from "../../../kit/plain-table.tsx";
import { Section } from "../../../kit/section.tsx";
import { Time } from "../../../kit/time.tsx";
import type { KeyQueue, ServiceState } from "../service-state.ts";

/** Which keys have items, and what share of the workers fair queueing gives them. */
export function FairShares({ queue }: { readonly queue: ServiceState["queue"] }) {
  const { keys, keys_left_out: leftOut } = queue;
  const weights = keys.filter(isWaiting).reduce((sum, { weight }) => sum + weight, 0);
  return (
    <Section title="By key">
      {keys.length === 0 ? (
        <p class="muted">No key has waiting or running items.</p>
      ) : (
        <PlainTable
          label="Items by key"
          head={["Key", "Waiting", "Running", "Share of the workers", "Share of its limit", "Oldest"]}
          rows={keys.map((key) => ({
            key: key.key_id,
            cells: [
              <span key="name" title={key.key_id}>
                {key.name ?? key.key_id}
              </span>,
              `${formatNumber(key.waiting.interactive)} and ${formatNumber(key.waiting.batch)} from batches`,
              formatNumber(key.running),
              isWaiting(key)
                ? `${formatShare(key.weight / weights)} (weight ${key.weight})`
                : "nothing is waiting",
              `${formatShare(total(key) / key.limit)} of ${formatNumber(key.limit)}`,
              key.oldest_waiting_at === null ? "–" : <Time key="oldest" at={key.oldest_waiting_at} />,
            ],
          }))}
        />
      )}
      {leftOut > 0 && <p class="muted">{`${formatCount(leftOut, "more key")} not shown.`}</p>}
    </Section>
  );
}

function isWaiting({ waiting }: KeyQueue): boolean {
  return waiting.interactive + waiting.batch > 0;
}

function total({ waiting, running }: KeyQueue): number {
  return waiting.interactive + waiting.batch + running;
}
