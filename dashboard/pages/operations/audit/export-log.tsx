import { useState } from "preact/hooks";
import type { Schemas } from "../../../../packages/client/src/client.ts";
import { client } from "../../../data/client.ts";
import { saveText } from "../../../data/save-text.ts";
import { useTask } from "../../../data/use-task.ts";
import { ActionError } from "../../../kit/action-error.tsx";
import { Button } from "../../../kit/button.tsx";
import { formatCount } from "../../../kit/format-number.ts";
import type { AuditFilter } from "./query.ts";

const PAGE_SIZE = 1000;

/** Saves the entries that match, oldest first, as JSON Lines, which `gavel audit verify` reads if nothing is filtered. */
export function ExportLog({ filter }: { readonly filter: AuditFilter }) {
  const { busy, error, run } = useTask();
  const [count, setCount] = useState(0);
  const save = (): void =>
    run(async () => {
      const parts: string[] = [];
      let entries = 0;
      let after: string | null = "0";
      while (after !== null) {
        const { data }: { readonly data: Schemas["AuditPage"] } = await client.call("listAuditEntries", {
          query: { ...filter, limit: PAGE_SIZE, order: "asc", after },
        });
        parts.push(data.data.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
        entries += data.data.length;
        setCount(entries);
        after = data.has_more ? data.next_cursor : null;
      }
      saveText("audit.jsonl", "application/jsonl", parts);
    });
  return (
    <>
      <ActionError error={error} />
      <Button onClick={save} disabled={busy}>
        {busy ? `Exporting, ${formatCount(count, "entry", "entries")}` : "Export"}
      </Button>
    </>
  );
}
