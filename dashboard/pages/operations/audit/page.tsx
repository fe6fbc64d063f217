import { useState } from "preact/hooks";
import { client } from "../../../data/client.ts";
import { useQueryState } from "../../../data/query-state.ts";
import { usePages } from "../../../data/use-pages.ts";
import { Loaded } from "../../../kit/loaded.tsx";
import { Section } from "../../../kit/section.tsx";
import { EmptyState } from "../../../kit/state.tsx";
import { Table } from "../../../kit/table.tsx";
import { useTitle } from "../../../shell/use-title.ts";
import { OperationsPage } from "../operations-page.tsx";
import type { AuditEntry } from "./actions.ts";
import { ENTRY_COLUMNS } from "./entry-columns.tsx";
import { EntryDialog } from "./entry-dialog.tsx";
import { ExportLog } from "./export-log.tsx";
import { Filters } from "./filters.tsx";
import { auditFilter } from "./query.ts";
import { VerifyLog } from "./verify-log.tsx";

const PAGE_SIZE = 200;

/** Who did what, and when. */
export function Page() {
  useTitle("Audit log");
  return (
    <OperationsPage scope="audit:read">
      <AuditLog />
    </OperationsPage>
  );
}

function AuditLog() {
  const [query, change] = useQueryState();
  const [opened, setOpened] = useState<AuditEntry | null>(null);
  const filter = auditFilter(query);
  const pages = usePages<AuditEntry>(
    async (after, signal) => {
      const { data } = await client.call("listAuditEntries", {
        query: { ...filter, limit: PAGE_SIZE, order: "desc", ...(after === null ? {} : { after }) },
        signal,
      });
      return { rows: data.data, next: data.has_more ? data.next_cursor : null };
    },
    [JSON.stringify(filter)],
  );
  const { first, rows } = pages;
  return (
    <>
      <VerifyLog />
      <Section title="Entries" aside={<ExportLog filter={filter} />}>
        <Filters query={query} onChange={change} />
        <Loaded resource={first} scope="audit:read" what="the audit log">
          {() =>
            rows.length === 0 ? (
              <EmptyState title="No entry matches">
                Entries record uploads, activations, keys, reviews, reads of content, retries and erasures.
              </EmptyState>
            ) : (
              <Table
                label="Audit log"
                noun="entry"
                rows={rows}
                rowKey={({ position }) => String(position)}
                columns={ENTRY_COLUMNS}
                onOpen={setOpened}
                onNearEnd={pages.loadMore}
              />
            )
          }
        </Loaded>
      </Section>
      {opened !== null && <EntryDialog entry={opened} onClose={() => setOpened(null)} />}
    </>
  );
}
