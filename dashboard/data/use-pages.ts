import { useEffect, useRef, useState } from "preact/hooks";
import { type Resource, useResource } from "./use-resource.ts";

export interface PageOf<Row> {
  readonly rows: readonly Row[];
  /** Continues after these rows; null after the last. */
  readonly next: string | null;
}

export interface Pages<Row> {
  /** The first page, and whether it could be loaded. */
  readonly first: Resource<PageOf<Row>>;
  /** Of all pages so far. */
  readonly rows: readonly Row[];
  readonly hasMore: boolean;
  /** Loads the next page, unless it is being loaded. */
  readonly loadMore: () => void;
}

/** A listing, page by page. It starts again when `deps` change or the first page is loaded again. */
export function usePages<Row>(
  load: (after: string | null, signal: AbortSignal) => Promise<PageOf<Row>>,
  deps: readonly unknown[],
): Pages<Row> {
  const first = useResource((signal) => load(null, signal), deps);
  const [more, setMore] = useState<PageOf<Row> | null>(null);
  const loading = useRef<AbortController | null>(null);
  useEffect(() => {
    setMore(null);
    return () => {
      loading.current?.abort();
      loading.current = null;
    };
  }, [first.data]);

  const rows = [...(first.data?.rows ?? []), ...(more?.rows ?? [])];
  const next = more === null ? (first.data?.next ?? null) : more.next;
  const loadMore = (): void => {
    if (next === null || loading.current !== null) return;
    const request = new AbortController();
    loading.current = request;
    load(next, request.signal).then(
      (page) => {
        if (request.signal.aborted) return;
        loading.current = null;
        setMore((old) => ({ rows: [...(old?.rows ?? []), ...page.rows], next: page.next }));
      },
      () => {
        // Scrolling to the end again is another attempt.
        if (loading.current === request) loading.current = null;
      },
    );
  };
  return { first, rows, hasMore: next !== null, loadMore };
}
