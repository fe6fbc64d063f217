import { useLocation } from "preact-iso/router";
import { client } from "../../../data/client.ts";
import { usePages } from "../../../data/use-pages.ts";
import { useRepeat } from "../../../data/use-repeat.ts";
import { Loaded } from "../../../kit/loaded.tsx";
import { Section } from "../../../kit/section.tsx";
import { EmptyState } from "../../../kit/state.tsx";
import { Table } from "../../../kit/table.tsx";
import { useTitle } from "../../../shell/use-title.ts";
import { OperationsPage } from "../operations-page.tsx";
import { BATCH_COLUMNS } from "./batch-columns.tsx";
import { type Batch, isFinal } from "./batch.ts";

const POLL_MS = 3000;
const PAGE_SIZE = 50;

/** Batches, newest first, with their progress. */
export function Page() {
  useTitle("Batches");
  return (
    <OperationsPage scope="verdicts:read">
      <Batches />
    </OperationsPage>
  );
}

function Batches() {
  const { route } = useLocation();
  const pages = usePages<Batch>(async (after, signal) => {
    const { data } = await client.call("listBatches", {
      query: { limit: PAGE_SIZE, ...(after === null ? {} : { after }) },
      signal,
    });
    return { rows: data.data, next: data.has_more ? data.next_cursor : null };
  }, []);
  const { first, rows } = pages;
  const isChanging = !first.loading && rows.some((batch) => !isFinal(batch));
  useRepeat(first.reload, isChanging ? POLL_MS : null);
  return (
    <Section title="Batches">
      <Loaded resource={first} scope="verdicts:read" what="the batches">
        {() =>
          rows.length === 0 ? (
            <EmptyState
              title="No batch has been uploaded yet"
              command="gavel batch items.jsonl --policy spam --output results.jsonl"
            >
              An upload of many items appears here with its progress. Its items are judged after interactive
              ones.
            </EmptyState>
          ) : (
            <Table
              label="Batches"
              noun="batch"
              rows={rows}
              rowKey={({ id }) => id}
              columns={BATCH_COLUMNS}
              onOpen={({ id }) => route(`/app/operations/batches/${id}`)}
              onNearEnd={pages.loadMore}
            />
          )
        }
      </Loaded>
    </Section>
  );
}
