import type { Query } from "../../data/query.ts";
import { exportUrl } from "./filters.ts";

/** Everything that the filters find, as a file. */
export function ExportLinks({ query }: { readonly query: Query }) {
  const now = Date.now();
  return (
    <>
      <a class="button" href={exportUrl(query, "csv", now)} download="verdicts.csv">
        Export CSV
      </a>
      <a class="button" href={exportUrl(query, "jsonl", now)} download="verdicts.jsonl">
        Export JSONL
      </a>
    </>
  );
}
