import { useEffect, useState } from "preact/hooks";

const SECOND = 1000;

/** Whole seconds until a time (milliseconds since the epoch), changed every second; 0 once it has passed, and for null. */
export function useCountdown(until: number | null): number {
  const [now, setNow] = useState(() => Date.now());
  const left = until === null ? 0 : Math.max(0, Math.ceil((until - now) / SECOND));
  useEffect(() => {
    setNow(Date.now());
    if (until === null) return;
    const timer = setInterval(() => {
      setNow(Date.now());
      if (Date.now() >= until) clearInterval(timer);
    }, SECOND);
    return () => clearInterval(timer);
  }, [until]);
  return left;
}
