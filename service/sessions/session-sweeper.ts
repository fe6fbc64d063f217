import type { Logger } from "../logger.ts";
import { WakeableLoop } from "../wakeable-loop.ts";
import type { SessionStore } from "./session-store.ts";

export interface SessionSweeperOptions {
  readonly sessions: Pick<SessionStore, "deleteExpired">;
  readonly intervalMs: number;
  readonly logger: Pick<Logger, "info" | "error">;
}

/** Deletes expired sessions and sign-in links, which are refused anyway, at the start and then at an interval. */
export class SessionSweeper {
  readonly #loop: WakeableLoop;

  constructor({ sessions, intervalMs, logger }: SessionSweeperOptions) {
    this.#loop = new WakeableLoop({
      turn: async () => {
        const deleted = await sessions.deleteExpired();
        if (deleted > 0) logger.info({ sessions_deleted: deleted }, "swept");
        return intervalMs;
      },
      onError: (error) => logger.error({ err: error }, "sweep of sessions failed"),
      retryMs: intervalMs,
    });
  }

  start(): void {
    this.#loop.start();
  }

  close(): Promise<void> {
    return this.#loop.close();
  }
}
