import { CheckMark } from "../../../kit/check-mark.tsx";
import { Id } from "../../../kit/id.tsx";
import { UntrustedText } from "../../../kit/plain-text.tsx";
import type { TableColumn } from "../../../kit/table.tsx";
import { Time } from "../../../kit/time.tsx";
import type { KeyRow } from "./load-keys.ts";

export const KEY_COLUMNS: readonly TableColumn<KeyRow>[] = [
  { title: "Name", width: "minmax(80px, 1fr)", cell: ({ name }) => <UntrustedText>{name}</UntrustedText> },
  {
    title: "Scopes",
    width: "minmax(96px, 2fr)",
    wideOnly: true,
    cell: ({ scopes }) => <span title={scopes.join(", ")}>{scopes.join(", ")}</span>,
  },
  {
    title: "State",
    width: "96px",
    cell: ({ revoked_at: revoked }) => (
      <CheckMark ok={revoked === null} words={revoked === null ? "Valid" : "Revoked"} />
    ),
    wideOnly: true,
  },
  {
    title: "Last used",
    width: "88px",
    cell: ({ lastUsed }) => (lastUsed === null ? "–" : <LastUse at={lastUsed} />),
  },
  { title: "Created", width: "104px", cell: ({ created_at: at }) => <Time at={at} />, wideOnly: true },
  { title: "Id", width: "160px", cell: ({ id }) => <Id id={id} of="key" />, wideOnly: true },
];

/** The log records the days on which a key was used, not each use. */
export function LastUse({ at }: { readonly at: string }) {
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  return isToday ? <span title={at}>today</span> : <Time at={at} />;
}
