import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { client } from "../../data/client.ts";
import type { Query } from "../../data/query.ts";
import { useEvents } from "../../data/use-events.ts";
import { useResource } from "../../data/use-resource.ts";
import { isLive, listQuery, streamQuery } from "./filters.ts";
import { matches } from "./matches.ts";
import { VerdictFeed } from "./verdict-feed.ts";
import { rowOf } from "./verdict-row.ts";

const PAGE_SIZE = 200;
/** The shortest time between two renderings of the list while records settle. */
const DRAW_MS = 200;

export interface FeedState {
  readonly feed: VerdictFeed;
  /** Undefined until the first page is loaded. */
  readonly loaded: true | undefined;
  readonly error: unknown;
  readonly reload: () => void;
  readonly live: boolean;
  readonly connected: boolean;
  readonly atEnd: boolean;
  readonly loadOlder: () => void;
  readonly paused: boolean;
  readonly setPaused: (paused: boolean) => void;
}

/** The records that the filters find: pages of stored ones, loaded on demand, and those that settle meanwhile. */
export function useFeed(query: Query): FeedState {
  // A list with a gap is replaced by a new one.
  const [gaps, setGaps] = useState(0);
  const key = JSON.stringify([query, gaps]);
  // Relative times are fixed when the filters change, so that all pages belong to one list.
  const { feed, list, live, stream } = useMemo(
    () => ({
      feed: new VerdictFeed(),
      list: listQuery(query, Date.now()),
      live: isLive(query, Date.now()),
      stream: streamQuery(query),
    }),
    [key],
  );
  // Filters that only the page applies do not change the stream.
  const streamKey = JSON.stringify(stream);
  const draw = useDraw();
  const [paused, setPaused] = useState(false);
  const [connected, setConnected] = useState(false);
  const [opened, setOpened] = useState<string | null>(null);
  const cursor = useRef<string | null>(null);
  const busy = useRef(false);

  useEvents({
    query: stream,
    enabled: live,
    onConnected: (isConnected) => {
      setConnected(isConnected);
      // Stored records are read after the stream has started, so that none is missed in between.
      setOpened(streamKey);
    },
    onEvent: ({ type, record }) => {
      if (type === "review" || !matches(record, query)) feed.replace(rowOf(record));
      else feed.settle(rowOf(record), paused);
      draw.soon();
    },
    onGap: () => setGaps((count) => count + 1),
  });

  const mayLoad = !live || opened === streamKey;
  const first = useResource(
    async (signal) => {
      if (!mayLoad) return new Promise<never>(() => undefined);
      const { data } = await client.call("listVerdicts", {
        query: { ...list, order: "desc", limit: PAGE_SIZE },
        signal,
      });
      feed.append(data.data.map(rowOf));
      cursor.current = data.has_more ? data.next_cursor : null;
      return true as const;
    },
    [key, mayLoad],
  );
  const stop = useMemo(() => new AbortController(), [key]);
  useEffect(() => () => stop.abort(), [stop]);

  const loadOlder = (): void => {
    const after = cursor.current;
    if (after === null || busy.current || first.data === undefined) return;
    busy.current = true;
    client
      .call("listVerdicts", {
        query: { ...list, order: "desc", limit: PAGE_SIZE, after },
        signal: stop.signal,
      })
      .then(
        ({ data }) => {
          feed.append(data.data.map(rowOf));
          cursor.current = data.has_more ? data.next_cursor : null;
        },
        // Scrolling further retries it.
        () => undefined,
      )
      .finally(() => {
        busy.current = false;
        draw.now();
      });
  };
  return {
    feed,
    loaded: first.data,
    error: first.error,
    reload: first.reload,
    live,
    connected,
    atEnd: cursor.current === null,
    loadOlder,
    paused,
    setPaused: (next) => {
      if (!next) feed.resume();
      setPaused(next);
    },
  };
}

/** Functions that render the component again: at once, or at once unless that was just done. */
function useDraw(): { readonly now: () => void; readonly soon: () => void } {
  const [, setDrawn] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const last = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const now = (): void => {
    clearTimeout(timer.current);
    timer.current = undefined;
    last.current = performance.now();
    setDrawn((count) => count + 1);
  };
  const soon = (): void => {
    timer.current ??= setTimeout(now, Math.max(0, last.current + DRAW_MS - performance.now()));
  };
  return { now, soon };
}
