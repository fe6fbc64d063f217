import type { Schemas } from "../../../../packages/client/src/client.ts";
import { client } from "../../../data/client.ts";

export interface KeyRow extends Readonly<Schemas["ApiKey"]> {
  /** The first use on the last day on which it was used. Null if it is not among the latest uses. */
  readonly lastUsed: string | null;
}

/** The log has one entry for each key, process and day. */
const USES = 1000;

/** Keys, newest first, each with its last use in the audit log. */
export async function loadKeys(signal: AbortSignal): Promise<readonly KeyRow[]> {
  const [keys, uses] = await Promise.all([
    client.call("listKeys", { signal }),
    client.call("listAuditEntries", { query: { action: "key.used", limit: USES, order: "desc" }, signal }),
  ]);
  const lastUsed = new Map<string, string>();
  for (const { actor, at } of uses.data.data) {
    if (actor !== null && !lastUsed.has(actor)) lastUsed.set(actor, at);
  }
  return keys.data.data.map((key) => ({ ...key, lastUsed: lastUsed.get(key.id) ?? null })).toReversed();
}
