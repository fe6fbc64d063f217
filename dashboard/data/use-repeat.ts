import { useEffect, useRef } from "preact/hooks";

/** Calls `action` every `ms` while the page is visible; never if it is null. */
export function useRepeat(action: () => void, ms: number | null): void {
  const latest = useRef(action);
  latest.current = action;
  useEffect(() => {
    if (ms === null) return;
    const timer = setInterval(() => {
      if (!document.hidden) latest.current();
    }, ms);
    return () => clearInterval(timer);
  }, [ms]);
}
