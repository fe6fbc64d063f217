import { useEffect, useRef } from "preact/hooks";
import type { VerdictRecord } from "../../packages/client/src/client.ts";
import { backoffMs } from "./backoff.ts";
import { checkSession } from "./check-session.ts";
import { reportConnection } from "./connection.ts";

export interface VerdictEvent {
  /** A record has settled, or its review has changed. */
  readonly type: "verdict" | "review";
  readonly record: VerdictRecord;
}

export interface EventsOptions {
  /** The query of GET /verdicts/stream. */
  readonly query: Readonly<Record<string, string>>;
  readonly enabled: boolean;
  readonly onEvent: (event: VerdictEvent) => void;
  /** The stream was restarted without an event to resume after, so records that settled in the meantime are missing. */
  readonly onGap: () => void;
  /** Whether the stream is connected. */
  readonly onConnected: (connected: boolean) => void;
}

/** Follows settled records while the page is visible: browsers allow few connections to a service, and hidden pages need none. */
export function useEvents({ query, enabled, ...listeners }: EventsOptions): void {
  const latest = useRef(listeners);
  latest.current = listeners;
  const search = new URLSearchParams(query).toString();
  useEffect(() => {
    if (!enabled) return;
    return followEvents(search, {
      onEvent: (event) => latest.current.onEvent(event),
      onGap: () => latest.current.onGap(),
      onConnected: (connected) => latest.current.onConnected(connected),
    });
  }, [search, enabled]);
}

/** Resumes after the last event, so that nothing is missed or seen twice. Returns a function that ends it. */
function followEvents(
  search: string,
  { onEvent, onGap, onConnected }: Pick<EventsOptions, "onEvent" | "onGap" | "onConnected">,
): () => void {
  let source: EventSource | null = null;
  let lastId: string | null = null;
  let hasBegun = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const close = (): void => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const open = (): void => {
    close();
    const query = new URLSearchParams(search);
    let hasGap = hasBegun && lastId === null;
    if (lastId !== null) query.set("after", lastId);
    const opened = new EventSource(`/verdicts/stream?${query}`);
    source = opened;
    opened.onopen = () => {
      failures = 0;
      hasBegun = true;
      reportConnection(false);
      onConnected(true);
      if (hasGap) onGap();
      hasGap = false;
    };
    opened.onerror = () => {
      onConnected(false);
      checkSession();
      // The browser connects again by itself unless the service refused.
      if (opened.readyState !== EventSource.CLOSED) return;
      failures += 1;
      timer = setTimeout(open, backoffMs(failures));
    };
    for (const type of ["verdict", "review"] as const) {
      opened.addEventListener(type, (message: MessageEvent<string>) => {
        lastId = message.lastEventId;
        onEvent({ type, record: JSON.parse(message.data) as VerdictRecord });
      });
    }
  };
  const onVisibility = (): void => (document.hidden ? close() : open());
  document.addEventListener("visibilitychange", onVisibility);
  if (!document.hidden) open();
  return () => {
    document.removeEventListener("visibilitychange", onVisibility);
    close();
  };
}
