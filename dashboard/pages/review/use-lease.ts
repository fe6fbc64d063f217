import { useEffect, useRef } from "preact/hooks";
import type { Lease } from "./lease.ts";
import { shouldExtend } from "./lease.ts";

const CHECK_MS = 10_000;
const ACTIVITY = ["keydown", "pointermove", "pointerdown", "wheel"] as const;

/** Extends the lease while the reviewer is active. Null: nothing is held. */
export function useLease(lease: Lease | null, extend: () => void): void {
  const lastActivity = useRef(0);
  const latest = useRef({ lease, extend });
  latest.current = { lease, extend };
  useEffect(() => {
    const onActivity = (): void => {
      lastActivity.current = Date.now();
    };
    for (const type of ACTIVITY) document.addEventListener(type, onActivity, { passive: true });
    const timer = setInterval(() => {
      const { lease: held, extend: run } = latest.current;
      if (held !== null && shouldExtend(held, lastActivity.current, Date.now())) run();
    }, CHECK_MS);
    return () => {
      for (const type of ACTIVITY) document.removeEventListener(type, onActivity);
      clearInterval(timer);
    };
  }, []);
}
