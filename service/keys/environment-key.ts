import type { ApiKey } from "../../schemas/api-key.ts";

/** Why the key of the environment does not administer, and what to do about it; null if it does. */
export function environmentKeyFault({ id, scopes, revoked_at: revokedAt }: ApiKey): string | null {
  const remedy =
    "set GAVEL_API_KEY to another secret and start again, or use another key that has the scope admin.";
  if (revokedAt !== null) {
    return `GAVEL_API_KEY is the key ${id}, which was revoked at ${revokedAt} for good, so requests with it get 401: ${remedy}`;
  }
  if (scopes.includes("admin")) return null;
  return `GAVEL_API_KEY is the key ${id}, which may only ${scopes.join(", ")}, so it does not administer: ${remedy}`;
}
