import { Button } from "../../kit/button.tsx";
import type { FeedState } from "./use-feed.ts";

/** Whether the list follows newly settled records, and the button that pauses it. */
export function LiveStatus({ state }: { readonly state: FeedState }) {
  const { live, paused, connected, feed } = state;
  if (!live) return <span class="muted">Not live: no newly settled record can match</span>;
  return (
    <>
      <span class="live-status" data-on={connected && !paused ? "" : undefined} role="status">
        {paused ? "Paused" : connected ? "Following" : "Connecting…"}
      </span>
      <Button keys="p" pressed={paused} onClick={() => state.setPaused(!paused)}>
        {paused ? `Resume (${feed.waiting} waiting)` : "Pause"}
      </Button>
    </>
  );
}
