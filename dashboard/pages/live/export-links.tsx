import { useRef } from "preact/hooks";
import type { Query } from "../../data/query.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { KeyHint } from "../../kit/key-hint.tsx";
import { exportUrl } from "./filters.ts";

/** Links that download everything that the filters find. */
export function ExportLinks({ query }: { readonly query: Query }) {
  const csv = useRef<HTMLAnchorElement>(null);
  useKeys([{ keys: "c", words: "Export what is shown as CSV", run: () => csv.current?.click() }]);
  const now = Date.now();
  return (
    <>
      <a
        class="button"
        ref={csv}
        href={exportUrl(query, "csv", now)}
        download="verdicts.csv"
        aria-keyshortcuts="c"
      >
        Export CSV
        <KeyHint keys="c" />
      </a>
      <a class="button" href={exportUrl(query, "jsonl", now)} download="verdicts.jsonl">
        Export JSONL
      </a>
    </>
  );
}
