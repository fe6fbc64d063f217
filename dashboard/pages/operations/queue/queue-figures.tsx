import { formatCount, formatNumber, formatShare } from "../../../kit/format-number.ts";
import { formatDuration } from "../../../kit/format-time.ts";
import { Meter } from "../../../kit/meter.tsx";
import { Section } from "../../../kit/section.tsx";
import { useNow } from "../../../kit/use-now.ts";
import type { ServiceState } from "../service-state.ts";

/** How many items are waiting, and how long they take. */
export function QueueFigures({ queue }: { readonly queue: ServiceState["queue"] }) {
  const now = useNow();
  const { waiting, running, limit } = queue;
  const unsettled = waiting.interactive + waiting.batch + running;
  const oldest = queue.oldest_waiting_at;
  return (
    <Section title="Queue">
      <div class="panel meters">
        <Meter label="Waiting, interactive" words={formatNumber(waiting.interactive)} />
        <Meter label="Waiting, from batches" words={formatNumber(waiting.batch)} />
        <Meter
          label="Running"
          words={`${formatNumber(running)} of ${formatCount(queue.slots, "slot")}`}
          share={queue.slots === 0 ? null : running / queue.slots}
        />
        <Meter
          label="The oldest has waited for"
          words={
            oldest === null ? "nothing is waiting" : formatDuration(Math.max(0, now - Date.parse(oldest)))
          }
        />
        <Meter
          label="Judged per second when busy"
          words={queue.items_per_second === null ? "unknown yet" : formatNumber(queue.items_per_second)}
        />
        <Meter label="Empty in about" words={emptyWords(queue.seconds_to_empty, unsettled)} />
        <Meter
          label="Share of the queue's limit"
          words={`${formatShare(unsettled / limit)} of ${formatNumber(limit)}`}
          share={unsettled / limit}
        />
      </div>
    </Section>
  );
}

function emptyWords(seconds: number | null, unsettled: number): string {
  if (unsettled === 0) return "empty";
  return seconds === null ? "unknown yet" : formatDuration(seconds * 1000);
}
