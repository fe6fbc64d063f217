import { useLocation } from "preact-iso/router";
import type { Query } from "./query.ts";

/** The URL's query, and a function that changes some of its values: null and "" remove one. */
export function useQueryState(): [Query, (changes: Readonly<Record<string, string | null>>) => void] {
  const { query, route } = useLocation();
  const change = (changes: Readonly<Record<string, string | null>>): void => {
    const next = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === "") next.delete(name);
      else next.set(name, value);
    }
    const search = next.toString();
    // The router's own path has lost the slash at its end.
    const { pathname } = location;
    route(search === "" ? pathname : `${pathname}?${search}`, true);
  };
  return [query, change];
}
