import type { Schemas } from "../../../../packages/client/src/client.ts";
import { formatCount } from "../../../kit/format-number.ts";

/** The result of checking the chain, in words. */
export function verificationWords({ entries, fault }: Schemas["AuditVerification"]): string {
  if (fault === null) {
    return entries === 0
      ? "The log has no entries yet."
      : `${formatCount(entries, "entry forms", "entries form")} an unbroken chain.`;
  }
  const where = `The chain is broken at position ${fault.position}, after ${formatCount(entries, "good entry", "good entries")}`;
  return fault.reason === "missing"
    ? `${where}: an entry is missing, or not in its place.`
    : `${where}: an entry, or one before it, was changed after it was written.`;
}
