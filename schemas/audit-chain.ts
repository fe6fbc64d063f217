import { createHash } from "node:crypto";
import type { AuditVerification } from "./audit.ts";
import { canonicalJson } from "./canonical-json.ts";

/** The previous hash of the first entry. */
export const GENESIS_HASH = "0".repeat(64);

/** The last entry of a chain. */
export type AuditHead = NonNullable<AuditVerification["head"]>;

/** The properties of an entry that the check needs. The hash covers the whole entry. */
export interface ChainEntry {
  readonly position: number;
  readonly hash: string;
}

/** Adds its hash to an entry, which follows one with `previousHash`. */
export function sealEntry<Entry extends Omit<ChainEntry, "hash">>(
  entry: Entry,
  previousHash: string,
): Entry & Pick<ChainEntry, "hash"> {
  const sealed = canonicalJson({ previous_hash: previousHash, ...entry });
  return { ...entry, hash: createHash("sha256").update(sealed, "utf8").digest("hex") };
}

/** Checks the whole log from its first entry on, one entry at a time. */
export class AuditChain {
  readonly #expected: AuditHead | null;
  #head: AuditHead | null = null;
  #fault: AuditVerification["fault"] = null;

  /** `expected`: an entry that the log contained at an earlier check. */
  constructor(expected: AuditHead | null = null) {
    this.#expected = expected;
  }

  /** Takes the next entry. Returns false if the chain is broken: nothing after that can be checked. */
  add(entry: ChainEntry): boolean {
    const position = (this.#head?.position ?? 0) + 1;
    const { hash, ...content } = entry;
    if (entry.position !== position) return this.#break(position, "missing");
    if (sealEntry(content, this.#head?.hash ?? GENESIS_HASH).hash !== hash) {
      return this.#break(position, "changed");
    }
    if (position === this.#expected?.position && hash !== this.#expected.hash) {
      return this.#break(position, "changed");
    }
    this.#head = { position, hash };
    return true;
  }

  /** The result, after the last entry. */
  end(): AuditVerification {
    const entries = this.#head?.position ?? 0;
    if (entries < (this.#expected?.position ?? 0)) this.#break(entries + 1, "missing");
    return { valid: this.#fault === null, entries, head: this.#head, fault: this.#fault };
  }

  #break(position: number, reason: "missing" | "changed"): false {
    this.#fault ??= { position, reason };
    return false;
  }
}
