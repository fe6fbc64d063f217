import type { Context } from "hono";
import { linkSignals } from "../../engine/waiting/link-signals.ts";
import type { AppEnv } from "./dependencies.ts";

/** Runs `wait` with a signal that aborts when the client has disconnected or the server begins to close. */
export async function withWaitSignal<T>(
  c: Context<AppEnv>,
  wait: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { signal, unlink } = linkSignals([c.req.raw.signal, closingSignal(c)]);
  try {
    return await wait(signal);
  } finally {
    unlink();
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
