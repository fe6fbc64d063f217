import type { Session } from "../../sessions/session-store.ts";
import { pick, type RowOf } from "../database/columns.ts";
import { sessions } from "./session-tables.ts";

export const sessionColumns = pick(sessions, ["id", "key_id", "created_at", "expires_at", "used_at"]);

export function sessionOf(row: RowOf<typeof sessionColumns>): Session {
  return {
    id: row.id,
    keyId: row.key_id,
    createdAt: new Date(row.created_at),
    expiresAt: new Date(row.expires_at),
    usedAt: new Date(row.used_at),
  };
}
