import type { Context } from "hono";
import type { AppEnv } from "./dependencies.ts";

/**
 * Runs `wait` with a signal that aborts when the client has gone or the server begins to close: then nobody
 * waits any longer, and the items go on. AbortSignal.any is not used because on Node 20 each use of a
 * long-lived signal with it leaks (nodejs/node#54614).
 */
export async function withWaitSignal<T>(
  c: Context<AppEnv>,
  wait: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const sources = [c.req.raw.signal, closingSignal(c)].filter((signal) => signal !== undefined);
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  for (const source of sources) {
    if (source.aborted) abort();
    else source.addEventListener("abort", abort, { once: true });
  }
  try {
    return await wait(controller.signal);
  } finally {
    for (const source of sources) source.removeEventListener("abort", abort);
  }
}

/** Present where the app is served by `startServer`. */
export function closingSignal(c: Context<AppEnv>): AbortSignal | undefined {
  return (c.env as AppEnv["Bindings"] | undefined)?.closing;
}

/** Of the other end of the connection; absent without a server. */
export function clientAddress(c: Context<AppEnv>): string | undefined {
  return (c.env as AppEnv["Bindings"] | undefined)?.address;
}

/** Cuts the client's connection: for one that does not read what it asked for. */
export function disconnect(c: Context<AppEnv>): void {
  (c.env as AppEnv["Bindings"] | undefined)?.disconnect?.();
}

/** Resolves after `milliseconds`, or at once when `signal` aborts. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    signal.addEventListener("abort", finish, { once: true });
  });
}
