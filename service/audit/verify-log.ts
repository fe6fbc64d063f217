import { AuditChain } from "../../schemas/audit-chain.ts";
import type { AuditVerification } from "../../schemas/audit.ts";
import type { AuditLog } from "./audit-log.ts";

const ENTRIES_PER_READ = 500;

/** Checks the chain of hashes from the first entry to the last. Rejects if the signal aborts. */
export async function verifyLog(
  log: Pick<AuditLog, "list">,
  signal?: AbortSignal,
): Promise<AuditVerification> {
  const chain = new AuditChain();
  for (let after = 0; ;) {
    signal?.throwIfAborted();
    const { entries, hasMore } = await log.list({
      filter: {},
      order: "asc",
      limit: ENTRIES_PER_READ,
      after,
    });
    if (!entries.every((entry) => chain.add(entry)) || !hasMore) return chain.end();
    after = entries.at(-1)?.position ?? after;
  }
}
