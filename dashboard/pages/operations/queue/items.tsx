import { useState } from "preact/hooks";
import type { VerdictRecord } from "../../../../packages/client/src/client.ts";
import { client } from "../../../data/client.ts";
import { useQueryState } from "../../../data/query-state.ts";
import { useCan } from "../../../data/session.ts";
import { usePages } from "../../../data/use-pages.ts";
import { useKeys } from "../../../keys/use-keys.ts";
import { Button } from "../../../kit/button.tsx";
import { Loaded } from "../../../kit/loaded.tsx";
import { Section } from "../../../kit/section.tsx";
import { Select } from "../../../kit/select.tsx";
import { EmptyState, ForbiddenState } from "../../../kit/state.tsx";
import { Table } from "../../../kit/table.tsx";
import { itemColumns } from "./item-columns.tsx";
import { ItemDialog } from "./item-dialog.tsx";
import { RetryDialog } from "./retry-dialog.tsx";

const PAGE_SIZE = 100;
const STATUSES = [
  { value: "failed", words: "Failed" },
  { value: "expired", words: "Expired" },
  { value: "queued", words: "Waiting" },
  { value: "running", words: "Running" },
] as const;

type Status = (typeof STATUSES)[number]["value"];

/** Items by status; failed and expired ones can be retried. */
export function Items() {
  const can = useCan();
  const [query, change] = useQueryState();
  const [opened, setOpened] = useState<VerdictRecord | null>(null);
  const [retrying, setRetrying] = useState<readonly VerdictRecord[] | null>(null);
  const status: Status = STATUSES.find(({ value }) => value === query["status"])?.value ?? "failed";
  const pages = usePages<VerdictRecord>(
    async (after, signal) => {
      const { data } = await client.call("listVerdicts", {
        query: { status, order: "desc", limit: PAGE_SIZE, ...(after === null ? {} : { after }) },
        signal,
      });
      return { rows: data.data, next: data.has_more ? data.next_cursor : null };
    },
    [status],
  );
  const { first, rows } = pages;
  const mayRetry = (status === "failed" || status === "expired") && can("classify") && can("content:read");
  const retryable = rows.filter(({ retried_as: retry }) => retry === null);
  useKeys([{ keys: "r", words: "Load the items again", run: first.reload }]);
  if (!can("verdicts:read")) return <ForbiddenState scope="verdicts:read" />;
  const controls = (
    <>
      <Select
        label="Status"
        value={status}
        options={STATUSES}
        onChange={(value) => change({ status: value })}
      />
      <Button onClick={first.reload} keys="r">
        Reload
      </Button>
      {mayRetry && (
        <Button onClick={() => setRetrying(retryable)} disabled={retryable.length === 0}>
          {`Retry all ${retryable.length}${pages.hasMore ? " loaded" : ""}`}
        </Button>
      )}
    </>
  );
  return (
    <Section title="Items" aside={controls}>
      <Loaded resource={first} scope="verdicts:read" what="the items">
        {() =>
          rows.length === 0 ? (
            <Nothing status={status} />
          ) : (
            <Table
              label={`${STATUSES.find(({ value }) => value === status)?.words} items`}
              noun="item"
              rows={rows}
              rowKey={({ id }) => id}
              columns={itemColumns(status)}
              onOpen={setOpened}
              onNearEnd={pages.loadMore}
            />
          )
        }
      </Loaded>
      {opened !== null && (
        <ItemDialog
          record={opened}
          {...(mayRetry ? { onRetry: () => setRetrying([opened]) } : {})}
          onClose={() => setOpened(null)}
        />
      )}
      {retrying !== null && (
        <RetryDialog
          records={retrying}
          onClose={() => {
            setRetrying(null);
            setOpened(null);
          }}
          onDone={first.reload}
        />
      )}
    </Section>
  );
}

function Nothing({ status }: { readonly status: Status }) {
  if (status === "failed" || status === "expired") {
    return (
      <EmptyState title={`No item has ${status}`}>
        An item that cannot be judged appears here with the reason and what to do.
      </EmptyState>
    );
  }
  return (
    <EmptyState title={status === "queued" ? "Nothing is waiting" : "Nothing is being judged"}>
      Items appear here while they {status === "queued" ? "wait for a worker" : "are judged"}.
    </EmptyState>
  );
}
