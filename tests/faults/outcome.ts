import type { Audit } from "./audit.ts";
import type { HealthSample } from "./health-watch.ts";
import type { Sent } from "./load.ts";

/** The result of one run of a scenario. Instants are of performance.now(). */
export interface Outcome {
  readonly name: string;
  readonly sent: readonly Sent[];
  readonly health: readonly HealthSample[];
  readonly faultBeganAt: number;
  readonly faultEndedAt: number;
  readonly audit: Audit;
  /** Processes of the service that ended during the run. */
  readonly processesEnded: number;
}

/** Refused by the service or without a response: 5xx or nothing. */
export function isOutage({ status }: Pick<Sent, "status">): boolean {
  return status === 0 || status >= 500;
}

/**
 * Seconds from the fault's end until the first response after which no request failed; 0 if none
 * failed after it, null if the last one still did.
 */
export function recoverySeconds({ sent, faultEndedAt }: Outcome): number | null {
  const last = Math.max(...sent.filter(isOutage).map(({ answeredAt }) => answeredAt), 0);
  if (last <= faultEndedAt) return 0;
  const good = sent.filter((one) => !isOutage(one) && one.answeredAt > last).map((one) => one.answeredAt);
  return good.length === 0 ? null : (Math.min(...good) - faultEndedAt) / 1000;
}

/** Seconds from the fault's beginning until every process, or one of them, reported "not ready"; null if none did. */
export function notReadyAfterSeconds({ health, faultBeganAt }: Outcome): number | null {
  const first = health.find(
    ({ path, status, askedAt }) => path === "/readyz" && status !== 200 && askedAt >= faultBeganAt,
  );
  return first === undefined ? null : (first.askedAt + first.ms - faultBeganAt) / 1000;
}

/** For lasting faults: the failed check if every process continued to report that it was ready. */
export function expectNotReady(outcome: Outcome): readonly string[] {
  return notReadyAfterSeconds(outcome) === null ? ["no process reported that it was not ready"] : [];
}

/** Seconds from the fault's end until no process reports "not ready" any more; null if one still does. */
export function readyAgainSeconds({ health, faultEndedAt }: Outcome): number | null {
  const ready = health.filter(({ path }) => path === "/readyz");
  const urls = [...new Set(ready.map(({ url }) => url))];
  const instants = urls.map((url) => {
    const own = ready.filter((sample) => sample.url === url);
    const last = own.findLastIndex(({ status }) => status !== 200);
    return last === -1 ? faultEndedAt : (own[last + 1]?.askedAt ?? Number.POSITIVE_INFINITY);
  });
  const seconds = Math.max(0, ...instants.map((instant) => (instant - faultEndedAt) / 1000));
  return Number.isFinite(seconds) ? seconds : null;
}

/** The slowest response of a health endpoint, in milliseconds. */
export function slowestHealthMs({ health }: Outcome): number {
  return Math.max(0, ...health.map(({ ms }) => ms));
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
}
