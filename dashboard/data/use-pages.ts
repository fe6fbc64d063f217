import { useEffect, useRef, useState } from "preact/hooks";
import { type Resource, useResource } from "./use-resource.ts";

export interface PageOf<Row> {
  readonly rows: readonly Row[];
  /** Continues after these rows; null after the last. */
  readonly next: string | null;
}

export interface Pages<Row> {
  /** What was loaded at first and by reloads, and whether it could be loaded. */
  readonly first: Resource<PageOf<Row>>;
  /** The rows of all pages so far. */
  readonly rows: readonly Row[];
  readonly hasMore: boolean;
  /** Loads the next page, unless it is being loaded. */
  readonly loadMore: () => void;
}

/** Consecutive pages joined into one, and their number. */
interface Listing<Row> extends PageOf<Row> {
  readonly pages: number;
  /** The listing that the pages belong to: `deps` as text. */
  readonly of: string;
}

/** A listing, page by page. It starts again when `deps` change; a reload loads as many pages again as are shown. */
export function usePages<Row>(
  load: (after: string | null, signal: AbortSignal) => Promise<PageOf<Row>>,
  deps: readonly unknown[],
): Pages<Row> {
  const of = JSON.stringify(deps);
  const shown = useRef<Listing<Row> | undefined>(undefined);
  const loading = useRef<AbortController | null>(null);
  const first = useResource<Listing<Row>>(async (signal) => {
    let listing: Listing<Row> = { ...(await load(null, signal)), pages: 1, of };
    const isShorter = (): boolean =>
      listing.next !== null && shown.current?.of === of && listing.pages < shown.current.pages;
    while (isShorter()) listing = extended(listing, await load(listing.next, signal));
    return listing;
  }, deps);
  const [longer, setLonger] = useState<{ readonly base: unknown; readonly listing: Listing<Row> } | null>(
    null,
  );
  const listing = longer !== null && longer.base === first.data ? longer.listing : first.data;
  shown.current = listing;
  useEffect(
    () => () => {
      loading.current?.abort();
      loading.current = null;
    },
    [first.data],
  );

  const loadMore = (): void => {
    if (listing === undefined || listing.next === null || loading.current !== null) return;
    const request = new AbortController();
    loading.current = request;
    load(listing.next, request.signal).then(
      (page) => {
        if (request.signal.aborted) return;
        loading.current = null;
        setLonger({ base: first.data, listing: extended(listing, page) });
      },
      () => {
        // Scrolling to the end again retries it.
        if (loading.current === request) loading.current = null;
      },
    );
  };
  return {
    first,
    rows: listing?.rows ?? [],
    hasMore: listing !== undefined && listing.next !== null,
    loadMore,
  };
}

function extended<Row>(listing: Listing<Row>, { rows, next }: PageOf<Row>): Listing<Row> {
  return { ...listing, rows: [...listing.rows, ...rows], next, pages: listing.pages + 1 };
}
