import type { ParsedPolicy } from "../../../policies/policy.ts";
import type { PolicyResource } from "../../../schemas/policy.ts";
import type { policies } from "./policy-tables.ts";

export type PolicyRow = typeof policies.$inferSelect;

export function resourceOf(row: PolicyRow, shown: ParsedPolicy | undefined): PolicyResource {
  return {
    id: row.id,
    title: shown?.title ?? null,
    sensitive: shown?.frontMatter.sensitive ?? false,
    active_version: row.active_version,
    latest_version: row.latest_version,
    archived: row.archived_at !== null,
    created_at: new Date(row.created_at).toISOString(),
    updated_at: new Date(row.updated_at).toISOString(),
  };
}
