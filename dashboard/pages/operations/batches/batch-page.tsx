import { useRoute } from "preact-iso/router";
import { useState } from "preact/hooks";
import { client } from "../../../data/client.ts";
import { useCan } from "../../../data/session.ts";
import { useTask } from "../../../data/use-task.ts";
import { useRepeat } from "../../../data/use-repeat.ts";
import { useResource } from "../../../data/use-resource.ts";
import { ActionError } from "../../../kit/action-error.tsx";
import { Button } from "../../../kit/button.tsx";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";
import { formatCount } from "../../../kit/format-number.ts";
import { Loaded } from "../../../kit/loaded.tsx";
import { useTitle } from "../../../shell/use-title.ts";
import { OperationsPage } from "../operations-page.tsx";
import { type Batch, isFinal } from "./batch.ts";
import { BatchErrors } from "./batch-errors.tsx";
import { BatchFacts } from "./batch-facts.tsx";

const POLL_MS = 2000;

/** One batch: its progress, its results, and its errors. */
export function Page() {
  useTitle("Batch");
  const { params } = useRoute();
  const id = params["id"] ?? "";
  return (
    <OperationsPage scope="verdicts:read" title="Batch">
      <OneBatch id={id} />
    </OperationsPage>
  );
}

function OneBatch({ id }: { readonly id: string }) {
  const batch = useResource(
    async (signal) => (await client.call("getBatch", { path: { batch_id: id }, signal })).data,
    [id],
  );
  const { data, reload } = batch;
  useRepeat(reload, data === undefined || isFinal(data) ? null : POLL_MS);
  return (
    <Loaded resource={batch} scope="verdicts:read" what="the batch">
      {(loaded) => (
        <>
          <BatchFacts batch={loaded} />
          <BatchActions batch={loaded} onChanged={reload} />
          {isFinal(loaded) && <BatchErrors batch={loaded} />}
        </>
      )}
    </Loaded>
  );
}

function BatchActions({ batch, onChanged }: { readonly batch: Batch; readonly onChanged: () => void }) {
  const can = useCan();
  const { busy, error, run } = useTask();
  const [asking, setAsking] = useState(false);
  const { id, items, status } = batch;
  const left = items.queued + items.running;
  const results = `/batches/${encodeURIComponent(id)}/results`;
  const cancel = (): void =>
    run(async () => {
      await client.call("cancelBatch", { path: { batch_id: id } });
      setAsking(false);
      onChanged();
    });
  return (
    <div class="row">
      {isFinal(batch) && (
        <>
          <a class="button" href={`${results}?format=jsonl`} download={`batch-${id}.jsonl`}>
            Download JSON Lines
          </a>
          <a class="button" href={`${results}?format=csv`} download={`batch-${id}.csv`}>
            Download CSV
          </a>
        </>
      )}
      {status === "running" && can("classify") && (
        <Button kind="danger" onClick={() => setAsking(true)}>
          Cancel the batch
        </Button>
      )}
      {asking && (
        <ConfirmDialog
          title="Cancel the batch"
          action="Cancel the batch"
          danger
          disabled={busy}
          typed="cancel"
          onConfirm={cancel}
          onClose={() => setAsking(false)}
        >
          <p>
            {`${formatCount(left, "item is", "items are")} not judged yet and will not be judged. `}Existing
            verdicts are kept. A cancelled batch cannot be resumed.
          </p>
          <ActionError error={error} />
        </ConfirmDialog>
      )}
    </div>
  );
}
