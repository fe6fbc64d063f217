import type { Context } from "hono";
import { linkSignals } from "../../engine/waiting/link-signals.ts";
import type { AppEnv } from "./dependencies.ts";

/** Runs `wait` with a signal that aborts when the client disconnects or the server starts to close. */
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

/** Present if the app is served by `startServer`. */
export function closingSignal(c: Context<AppEnv>): AbortSignal | undefined {
  return (c.env as AppEnv["Bindings"] | undefined)?.closing;
}

/** The client's address; absent without a server. */
export function clientAddress(c: Context<AppEnv>): string | undefined {
  return (c.env as AppEnv["Bindings"] | undefined)?.address;
}

/** Closes the connection of a client that does not read its response. */
export function disconnect(c: Context<AppEnv>): void {
  (c.env as AppEnv["Bindings"] | undefined)?.disconnect?.();
}
