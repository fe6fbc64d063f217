import { useLayoutEffect } from "preact/hooks";
import type { Session } from "../../packages/client/src/client.ts";
import { checkSession } from "../data/check-session.ts";

/** The longest delay of a browser's timer. */
const MOST_MS = 2 ** 31 - 1;

/** Detects the end of a session without other requests: when it expires, and when its tab is shown again. */
export function useSessionWatch(session: Session | null): void {
  // From the first paint on: whatever is shown is taken away when the session ends.
  useLayoutEffect(() => {
    if (session === null) return;
    const left = Date.parse(session.expires_at) - Date.now();
    const timer = setTimeout(checkSession, Math.min(MOST_MS, Math.max(0, left)));
    const onVisibility = (): void => {
      if (!document.hidden) checkSession();
    };
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisibility);
    };
  }, [session]);
}
