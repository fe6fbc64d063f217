import { Definitions } from "../../../kit/definitions.tsx";
import { formatNumber, formatShare } from "../../../kit/format-number.ts";
import { Id } from "../../../kit/id.tsx";
import { Meter } from "../../../kit/meter.tsx";
import { Section } from "../../../kit/section.tsx";
import { Time } from "../../../kit/time.tsx";
import { type Batch, BATCH_STATUS, progressOf, timeLeft } from "./batch.ts";

/** The lines and items of a batch by outcome so far. */
export function BatchFacts({ batch }: { readonly batch: Batch }) {
  const { items, lines } = batch;
  const share = progressOf(batch);
  return (
    <Section title={BATCH_STATUS[batch.status]}>
      <div class="panel stack">
        <div class="meters">
          <Meter label="Done" words={`${formatShare(share)} of ${formatNumber(items.total)}`} share={share} />
          <Meter
            label="Items per second"
            words={batch.items_per_second === null ? "not known yet" : formatNumber(batch.items_per_second)}
          />
          <Meter label="Time left" words={timeLeft(batch)} />
          <Meter label="Waiting" words={formatNumber(items.queued)} />
          <Meter label="Running" words={formatNumber(items.running)} />
          <Meter label="Judged" words={formatNumber(items.completed)} />
          <Meter label="Failed" words={formatNumber(items.failed)} />
          <Meter label="Expired" words={formatNumber(items.expired)} />
          <Meter label="Lines" words={formatNumber(lines.total)} />
          <Meter label="Lines that cannot be judged" words={formatNumber(lines.bad)} />
        </div>
        <Definitions
          items={[
            ["Batch", <Id key="id" id={batch.id} of="batch" />],
            ["Uploaded", <Time key="created" at={batch.created_at} absolute />],
            [
              "Ended",
              batch.completed_at === null ? null : <Time key="ended" at={batch.completed_at} absolute />,
            ],
            ["Format", batch.format === "csv" ? "CSV" : "JSON Lines"],
          ]}
        />
      </div>
    </Section>
  );
}
