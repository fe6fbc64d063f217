import { formatNumber } from "../../../kit/format-number.ts";
import { Id } from "../../../kit/id.tsx";
import type { TableColumn } from "../../../kit/table.tsx";
import { Tag } from "../../../kit/tag.tsx";
import { Time } from "../../../kit/time.tsx";
import { type Batch, BATCH_STATUS, timeLeft } from "./batch.ts";
import { Progress } from "./progress.tsx";

export const BATCH_COLUMNS: readonly TableColumn<Batch>[] = [
  { title: "Uploaded", width: "88px", cell: ({ created_at: at }) => <Time at={at} /> },
  {
    title: "Status",
    width: "96px",
    cell: ({ status }) => <Tag tone={status === "running" ? "accent" : "plain"}>{BATCH_STATUS[status]}</Tag>,
  },
  { title: "Progress", width: "minmax(80px, 1fr)", cell: (batch) => <Progress batch={batch} /> },
  {
    title: "Items",
    width: "88px",
    cell: ({ items }) => formatNumber(items.total),
    numeric: true,
    wideOnly: true,
  },
  {
    title: "Failed",
    width: "72px",
    cell: ({ items }) => formatNumber(items.failed + items.expired),
    numeric: true,
    wideOnly: true,
  },
  {
    title: "Bad lines",
    width: "80px",
    cell: ({ lines }) => formatNumber(lines.bad),
    numeric: true,
    wideOnly: true,
  },
  {
    title: "Per second",
    width: "88px",
    cell: ({ items_per_second: rate }) => (rate === null ? "–" : formatNumber(rate)),
    numeric: true,
    wideOnly: true,
  },
  { title: "Time left", width: "104px", cell: timeLeft, numeric: true, wideOnly: true },
  { title: "Batch", width: "140px", cell: ({ id }) => <Id id={id} of="batch" short />, wideOnly: true },
];
