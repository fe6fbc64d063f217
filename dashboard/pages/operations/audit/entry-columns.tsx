import { UntrustedText } from "../../../kit/plain-text.tsx";
import type { TableColumn } from "../../../kit/table.tsx";
import { Time } from "../../../kit/time.tsx";
import { ACTION_WORDS, type AuditEntry } from "./actions.ts";

export const ENTRY_COLUMNS: readonly TableColumn<AuditEntry>[] = [
  { title: "No.", width: "64px", cell: ({ position }) => position, numeric: true, wideOnly: true },
  { title: "When", width: "88px", cell: ({ at }) => <Time at={at} /> },
  { title: "Action", width: "minmax(96px, 200px)", cell: ({ action }) => ACTION_WORDS[action] },
  {
    title: "Subject",
    width: "minmax(88px, 1fr)",
    cell: ({ subject }) => <code>{subject}</code>,
  },
  {
    title: "Key",
    width: "128px",
    cell: ({ actor }) => (actor === null ? "the service" : <code>{actor}</code>),
    wideOnly: true,
  },
  {
    title: "Detail",
    width: "minmax(80px, 1fr)",
    cell: ({ detail }) => <UntrustedText>{detailWords(detail)}</UntrustedText>,
    wideOnly: true,
  },
];

/** "version 2, forced true". */
export function detailWords(detail: AuditEntry["detail"]): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(", ") : String(value)}`)
    .join("; ");
}
