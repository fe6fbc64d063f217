import type { VerdictRecord } from "../../../../packages/client/src/client.ts";
import { Id } from "../../../kit/id.tsx";
import { OutcomeMark } from "../../../kit/outcome-mark.tsx";
import { outcomeOf } from "../../../kit/outcome.ts";
import type { TableColumn } from "../../../kit/table.tsx";
import { Time } from "../../../kit/time.tsx";
import { RetryLink } from "./retry-link.tsx";

const ID: TableColumn<VerdictRecord> = {
  title: "Verdict",
  width: "140px",
  cell: ({ id }) => <Id id={id} of="verdict" short />,
  wideOnly: true,
};
const POLICY: TableColumn<VerdictRecord> = {
  title: "Policy",
  width: "minmax(80px, 160px)",
  cell: ({ policy }) => `${policy.id} v${policy.version}`,
};
const STATUS: TableColumn<VerdictRecord> = {
  title: "Status",
  width: "96px",
  cell: (record) => <OutcomeMark outcome={outcomeOf(record)} />,
  wideOnly: true,
};

/** Shows why ended items ended, and since when the others have been waiting. */
export function itemColumns(
  status: "failed" | "expired" | "queued" | "running",
): readonly TableColumn<VerdictRecord>[] {
  if (status === "failed" || status === "expired") {
    return [
      {
        title: "When",
        width: "88px",
        cell: ({ completed_at: at, created_at: created }) => <Time at={at ?? created} />,
      },
      STATUS,
      POLICY,
      { title: "Code", width: "160px", cell: ({ error }) => <code>{error?.code}</code>, wideOnly: true },
      { title: "Reason", width: "minmax(88px, 1fr)", cell: ({ error }) => error?.title },
      { title: "Attempts", width: "88px", cell: ({ attempts }) => attempts, numeric: true, wideOnly: true },
      {
        title: "Retried",
        width: "72px",
        cell: ({ retried_as: retry }) => (retry === null ? "–" : <RetryLink id={retry} words="yes" />),
        wideOnly: true,
      },
      ID,
    ];
  }
  return [
    { title: "Accepted", width: "88px", cell: ({ created_at: at }) => <Time at={at} /> },
    STATUS,
    POLICY,
    { title: "Priority", width: "minmax(88px, 1fr)", cell: ({ priority }) => priority },
    { title: "Attempts", width: "88px", cell: ({ attempts }) => attempts, numeric: true },
    { title: "Key", width: "140px", cell: ({ key_id: key }) => <code>{key}</code>, wideOnly: true },
    ID,
  ];
}
