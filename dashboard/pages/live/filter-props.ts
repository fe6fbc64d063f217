import type { Query } from "../../data/query.ts";

export interface FilterProps {
  readonly query: Query;
  /** Null or "" removes a filter. */
  readonly onChange: (changes: Readonly<Record<string, string | null>>) => void;
}
