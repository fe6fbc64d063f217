import type { ApiKey } from "../../../schemas/api-key.ts";
import type { NewAuditEntry } from "../../audit/audit-log.ts";

export function createdEntry(
  { id, scopes }: Pick<ApiKey, "id" | "scopes">,
  actor: string | null,
): NewAuditEntry {
  return { actor, action: "key.created", subject: `/keys/${id}`, detail: { scopes: [...scopes] } };
}

/** Also for a key of the environment that another one replaced. */
export function revokedEntry(id: string, actor: string | null): NewAuditEntry {
  return { actor, action: "key.revoked", subject: `/keys/${id}`, detail: {} };
}
