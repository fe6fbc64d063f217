import { CheckMark } from "../../../kit/check-mark.tsx";
import { OutcomeMark } from "../../../kit/outcome-mark.tsx";
import type { TableColumn } from "../../../kit/table.tsx";
import { Time } from "../../../kit/time.tsx";
import { DELIVERY_STATUS, type Delivery, deliveryResult } from "./webhook.ts";

export const DELIVERY_COLUMNS: readonly TableColumn<Delivery>[] = [
  { title: "Event", width: "minmax(88px, 160px)", cell: ({ type }) => <code>{type}</code> },
  { title: "Status", width: "96px", cell: (delivery) => <DeliveryStatus status={delivery.status} /> },
  { title: "Last response", width: "minmax(96px, 1fr)", cell: deliveryResult, wideOnly: true },
  { title: "Attempts", width: "88px", cell: ({ attempts }) => attempts, numeric: true, wideOnly: true },
  {
    title: "Next attempt",
    width: "112px",
    cell: ({ next_attempt_at: at }) => (at === null ? "–" : <Time at={at} />),
    wideOnly: true,
  },
  { title: "Recorded", width: "88px", cell: ({ created_at: at }) => <Time at={at} /> },
];

export function DeliveryStatus({ status }: { readonly status: Delivery["status"] }) {
  const words = DELIVERY_STATUS[status];
  return status === "pending" ? (
    <OutcomeMark outcome="queued" words={words} />
  ) : (
    <CheckMark ok={status === "delivered"} words={words} />
  );
}
