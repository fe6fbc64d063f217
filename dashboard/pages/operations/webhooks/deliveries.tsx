import { useEffect, useState } from "preact/hooks";
import { client } from "../../../data/client.ts";
import { useQueryState } from "../../../data/query-state.ts";
import { useTask } from "../../../data/use-task.ts";
import { usePages } from "../../../data/use-pages.ts";
import { useRepeat } from "../../../data/use-repeat.ts";
import { ActionError } from "../../../kit/action-error.tsx";
import { Button } from "../../../kit/button.tsx";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";
import { formatCount } from "../../../kit/format-number.ts";
import { Loaded } from "../../../kit/loaded.tsx";
import { Section } from "../../../kit/section.tsx";
import { Select } from "../../../kit/select.tsx";
import { EmptyState } from "../../../kit/state.tsx";
import { Table } from "../../../kit/table.tsx";
import { showToast } from "../../../kit/toast-store.ts";
import { DELIVERY_COLUMNS } from "./delivery-columns.tsx";
import { DeliveryDialog } from "./delivery-dialog.tsx";
import type { Delivery } from "./webhook.ts";

const PENDING_POLL_MS = 3000;
const IDLE_POLL_MS = 10_000;
const PAGE_SIZE = 100;
const STATUSES = [
  { value: "all", words: "All" },
  { value: "pending", words: "Pending" },
  { value: "dead", words: "Given up" },
  { value: "delivered", words: "Delivered" },
] as const;

export interface DeliveriesProps {
  readonly webhookId: string;
  /** How many actions were run on the endpoint: after each of them the deliveries are loaded again. */
  readonly changes: number;
}

/** The events that were sent to an endpoint, with their results. */
export function Deliveries({ webhookId, changes }: DeliveriesProps) {
  const [query, change] = useQueryState();
  const [opened, setOpened] = useState<Delivery | null>(null);
  const [asking, setAsking] = useState(false);
  const { busy, error, run } = useTask();
  const status = STATUSES.find(({ value }) => value === query["status"])?.value ?? "all";
  const path = { webhook_id: webhookId };
  const pages = usePages<Delivery>(
    async (after, signal) => {
      const { data } = await client.call("listWebhookDeliveries", {
        path,
        query: {
          limit: PAGE_SIZE,
          ...(status === "all" ? {} : { status }),
          ...(after === null ? {} : { after }),
        },
        signal,
      });
      return { rows: data.data, next: data.next_cursor };
    },
    [webhookId, status],
  );
  const { first, rows } = pages;
  useEffect(() => {
    if (changes > 0) first.reload();
  }, [changes]);
  const isPending = rows.some((delivery) => delivery.status === "pending");
  useRepeat(first.reload, first.loading ? null : isPending ? PENDING_POLL_MS : IDLE_POLL_MS);

  const replay = ({ id }: Delivery): void =>
    run(async () => {
      await client.call("replayWebhookDelivery", { path: { delivery_id: id } });
      setOpened(null);
      showToast("The event is being sent again.");
      first.reload();
    });
  const replayDead = (): void =>
    run(async () => {
      const { data } = await client.call("replayDeadWebhookDeliveries", { path });
      setAsking(false);
      showToast(`${formatCount(data.replayed, "event is", "events are")} being sent again.`);
      first.reload();
    });
  const controls = (
    <>
      <Select
        label="Status"
        value={status}
        options={STATUSES}
        onChange={(value) => change({ status: value === "all" ? null : value })}
      />
      <Button onClick={() => setAsking(true)}>Replay failed deliveries</Button>
    </>
  );
  return (
    <Section title="Deliveries" aside={controls}>
      <Loaded resource={first} scope="admin" what="the deliveries">
        {() =>
          rows.length === 0 ? (
            <EmptyState title="No delivery">
              {status === "all"
                ? "Events that are sent to this endpoint appear here. Send a test event to see one."
                : "No delivery has this status."}
            </EmptyState>
          ) : (
            <Table
              label="Deliveries"
              noun="delivery"
              rows={rows}
              rowKey={({ id }) => id}
              columns={DELIVERY_COLUMNS}
              onOpen={setOpened}
              onNearEnd={pages.loadMore}
            />
          )
        }
      </Loaded>
      {opened !== null && (
        <DeliveryDialog
          delivery={opened}
          busy={busy}
          error={error}
          onReplay={() => replay(opened)}
          onClose={() => setOpened(null)}
        />
      )}
      {asking && (
        <ConfirmDialog
          title="Replay failed deliveries"
          action="Replay"
          typed="replay"
          disabled={busy}
          onConfirm={replayDead}
          onClose={() => setAsking(false)}
        >
          <p>
            Every delivery to this endpoint that was given up is sent again, with all of its attempts and the
            same webhook-id. The receiver may get many events at once.
          </p>
          <ActionError error={error} />
        </ConfirmDialog>
      )}
    </Section>
  );
}
