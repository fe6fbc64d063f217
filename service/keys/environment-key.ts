import type { StoredKey } from "./key-store.ts";

/** Why the key in the environment is not an administrator's, and what to do; null if it is. */
export function environmentKeyFault({ id, scopes, revoked_at: revokedAt }: StoredKey): string | null {
  const remedy =
    "set GAVEL_API_KEY to another secret and start again, or use another key that has the scope admin.";
  if (revokedAt !== null) {
    return `GAVEL_API_KEY is the key ${id}, which was revoked at ${revokedAt} and stays revoked, so requests with it get 401: ${remedy}`;
  }
  if (scopes.includes("admin")) return null;
  return `GAVEL_API_KEY is the key ${id} with the scopes ${scopes.join(", ")}, so it is not an administrator's key: ${remedy}`;
}
