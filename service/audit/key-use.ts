import type { Logger } from "../logger.ts";
import type { AuditLog, NewAuditEntry } from "./audit-log.ts";

export interface KeyUseOptions {
  readonly log: Pick<AuditLog, "append">;
  readonly logger: Pick<Logger, "error">;
  readonly now?: () => Date;
}

/**
 * Records the use of keys: one entry for each key, process and day (UTC), so that the log stays small. A request does
 * not wait for its entry. If it cannot be written, the next request with that key causes another attempt.
 */
export class KeyUse {
  readonly #options: KeyUseOptions;
  #day = "";
  #recorded = new Set<string>();
  #waiting: NewAuditEntry[] = [];
  #writing: Promise<void> | null = null;

  constructor(options: KeyUseOptions) {
    this.#options = options;
  }

  /** Call it with each request that has a valid key. */
  note(keyId: string): void {
    const now = this.#options.now?.() ?? new Date();
    const day = now.toISOString().slice(0, 10);
    if (day !== this.#day) {
      this.#day = day;
      this.#recorded = new Set();
    }
    if (this.#recorded.has(keyId)) return;
    this.#recorded.add(keyId);
    this.#waiting.push({ actor: keyId, action: "key.used", subject: `/keys/${keyId}`, detail: { day } });
    this.#writing ??= this.#write();
  }

  /** Resolves when every noted use is written. */
  async close(): Promise<void> {
    await this.#writing;
  }

  /** One transaction at a time, however many keys are used at midnight. */
  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const entries = this.#waiting.splice(0);
      try {
        await this.#options.log.append(entries);
      } catch (error) {
        for (const { actor } of entries) this.#recorded.delete(actor ?? "");
        this.#options.logger.error({ err: error }, "the use of keys was not recorded in the audit log");
      }
    }
    this.#writing = null;
  }
}
