import { vi } from "vitest";
import { Fleet, type FleetOptions } from "../../../../../engine/remote/fleet/fleet.ts";

export interface Server {
  readonly url: string;
}

/** The signal of a request that is never aborted. */
export const NEVER = new AbortController().signal;

export function createServers(count: number): Server[] {
  return Array.from({ length: count }, (_, index) => ({ url: `http://10.0.0.${index}:8000` }));
}

/** A fleet with a fake clock, whose probes fail for the URLs in `broken`. */
export function createFleet(count: number, options: Partial<FleetOptions<Server>> = {}) {
  const broken = new Set<string>();
  const refusing = new Set<string>();
  const probes: string[] = [];
  const events: string[] = [];
  const fleet = new Fleet(createServers(count), {
    capacityOf: () => 4,
    probe: async ({ url }) => {
      probes.push(url);
      if (broken.has(url)) throw new Error("broken");
      if (refusing.has(url)) throw new Error("refused");
    },
    isRefusal: ({ message }) => message === "refused",
    onDown: () => events.push("down"),
    onRecovered: () => events.push("back"),
    now: () => Date.now(),
    ...options,
  });
  return { fleet, broken, refusing, probes, events };
}

/** `undefined` while the promise is pending. */
export async function settledNow<T>(
  promise: Promise<T>,
): Promise<{ value: T } | { error: unknown } | undefined> {
  let outcome: { value: T } | { error: unknown } | undefined;
  promise.then(
    (value) => (outcome = { value }),
    (error: unknown) => (outcome = { error }),
  );
  await vi.advanceTimersByTimeAsync(0);
  return outcome;
}

export async function fail(fleet: Fleet<Server>, key: string, times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) (await fleet.acquire(key, NEVER)).release("failed");
}

export function statusOf(fleet: Fleet<Server>): string[] {
  return fleet.servers().map(({ status }) => status);
}
