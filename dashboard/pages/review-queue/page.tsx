import { useLocation } from "preact-iso/router";
import { useState } from "preact/hooks";
import { useQueryState } from "../../data/query-state.ts";
import { useCan, useSession } from "../../data/session.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Loaded } from "../../kit/loaded.tsx";
import { PageHead } from "../../kit/page-head.tsx";
import { Select } from "../../kit/select.tsx";
import { EmptyState } from "../../kit/state.tsx";
import { Table } from "../../kit/table.tsx";
import { useBlur } from "../../kit/use-blur.ts";
import { PolicyChoice } from "../review/queue-choice.tsx";
import { reviewerName } from "../../data/review-settings.ts";
import { loadSettings } from "../../data/stored-settings.ts";
import { UndoBar } from "../review/undo-bar.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { BulkDialog } from "./bulk-dialog.tsx";
import { queueColumns } from "./columns.tsx";
import { extended, NOTHING_SELECTED, type Selection, toggled } from "./selection.ts";
import { useBulk } from "./use-bulk.ts";
import { type QueueState, useQueue } from "./use-queue.ts";

const STATES: readonly { readonly value: QueueState; readonly words: string }[] = [
  { value: "waiting", words: "All waiting items" },
  { value: "needs_review", words: "Needs review" },
  { value: "escalated", words: "Escalated" },
  { value: "agreed", words: "Agreed" },
  { value: "overturned", words: "Overturned" },
  { value: "unsure", words: "Unsure" },
];

/** The whole queue, oldest first; several items can be decided together. */
export function Page() {
  const [query, setQuery] = useQueryState();
  const { route } = useLocation();
  const { key } = useSession();
  const mayDecide = useCan()("reviews:write");
  const policyId = query["policy"] ?? "";
  const state = STATES.find(({ value }) => value === query["state"])?.value ?? "waiting";
  const queue = useQueue(policyId, state);
  const [selection, setSelection] = useState<Selection>(NOTHING_SELECTED);
  const [active, setActive] = useState(-1);
  const ids = queue.items.map(({ id }) => id);
  const chosen = queue.items.filter(({ id }) => selection.ids.has(id));
  const clear = (): void => setSelection(NOTHING_SELECTED);
  const bulk = useBulk(chosen, reviewerName(loadSettings().reviewer, key.name), () => {
    clear();
    queue.reload();
  });
  const isOpen = state === "waiting" || state === "needs_review" || state === "escalated";
  const mayChoose = mayDecide && isOpen;
  const choose = (index: number, isRange: boolean): void =>
    setSelection(isRange ? extended(selection, ids, index) : toggled(selection, ids, index));
  useKeys(
    mayChoose
      ? [
          { keys: "x", words: "Select or deselect the item", run: () => choose(active, false) },
          {
            keys: "X",
            words: "Select all items from the last selected one to this one",
            run: () => choose(active, true),
          },
        ]
      : [],
  );
  const columns = queueColumns(
    selection,
    (item, isRange) => choose(ids.indexOf(item.id), isRange),
    useBlur(),
  );
  return (
    <>
      <PageHead title="Review queue">
        <PolicyChoice
          policyId={policyId}
          onChange={(policy) => {
            clear();
            setQuery({ policy });
          }}
        />
        <Select
          label="State"
          value={state}
          options={STATES}
          onChange={(value) => {
            clear();
            setQuery({ state: value === "waiting" ? null : value });
          }}
        />
        <a class="button" href={policyId === "" ? "/app/review" : `/app/review?policy=${policyId}`}>
          One at a time
        </a>
      </PageHead>
      {bulk.undone !== null && (
        <UndoBar
          key={bulk.undone.until}
          words={bulk.undone.words}
          until={bulk.undone.until}
          onUndo={bulk.undo}
        />
      )}
      <Loaded resource={queue.first} scope="reviews:read" what="the queue">
        {() =>
          queue.items.length === 0 ? (
            <EmptyState
              title={isOpen ? "Nothing is waiting" : "No such decisions yet"}
              command={`gavel policy show ${policyId === "" ? "spam" : policyId}`}
            >
              Verdicts appear here when a review rule of their policy selects them: add{" "}
              <code>review: {"{ sample: 0.02 }"}</code> to its front matter to review one in 50.
            </EmptyState>
          ) : (
            <>
              <Table
                label="Review queue"
                noun="item"
                rows={queue.items}
                rowKey={({ id }) => id}
                columns={mayChoose ? columns : columns.slice(1)}
                onActive={setActive}
                onOpen={({ id }) =>
                  route(isOpen && mayDecide ? `/app/review?item=${id}` : `/app/verdicts/${id}`)
                }
                onNearEnd={queue.more}
                fill
              />
              {mayChoose && (
                <BulkBar
                  count={bulk.progress === null ? chosen.length : bulk.total}
                  progress={bulk.progress}
                  onDecide={bulk.ask}
                  onClear={clear}
                />
              )}
            </>
          )
        }
      </Loaded>
      {bulk.asked !== null && (
        <BulkDialog
          decision={bulk.asked}
          count={chosen.length}
          policies={new Set(chosen.map(({ record }) => record.policy.id)).size}
          categories={bulk.categories}
          onConfirm={bulk.confirm}
          onClose={bulk.cancel}
        />
      )}
    </>
  );
}
