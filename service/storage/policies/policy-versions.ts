import { sql } from "drizzle-orm";
import type { ParsedPolicy } from "../../../policies/policy.ts";
import type { StoredPolicyVersion } from "../../policies/policy-store.ts";
import {
  policyArchived,
  policyNotActive,
  policyNotFound,
  policyVersionNotFound,
} from "../../policies/errors.ts";
import { ServiceError } from "../../errors.ts";
import { pick, type RowOf } from "../database/columns.ts";
import type { Outcome } from "../database/batcher.ts";
import { type Database, rowsOf } from "../database/database.ts";
import { toText } from "../database/json-text.ts";
import { StorageError } from "../database/storage-error.ts";
import type { PolicyCache } from "./policy-cache.ts";
import { policyVersions } from "./policy-tables.ts";

/** A version by number, or the active one if `version` is null. */
export interface VersionLookup {
  readonly policyId: string;
  readonly version: number | null;
}

export const versionColumns = pick(policyVersions, ["policy_id", "version", "sha256", "created_at"]);

export interface VersionRow extends RowOf<typeof versionColumns> {
  readonly active_version: number | null;
}

/** Columns are null if the policy or the version does not exist. */
type LookupRow = { readonly [Name in keyof VersionRow]: VersionRow[Name] | null } & {
  readonly archived: boolean | null;
};

/** Looks versions up with one statement, and a second one if this process has not parsed some of them. */
export async function findVersions(
  database: Database,
  cache: PolicyCache,
  lookups: readonly VersionLookup[],
): Promise<readonly Outcome<StoredPolicyVersion>[]> {
  const rows = await database.run((session) =>
    rowsOf<LookupRow>(
      session,
      sql`SELECT p.id AS policy_id, p.archived_at IS NOT NULL AS archived, p.active_version,
                 v.version, v.sha256, v.created_at
          FROM unnest(${sql.param(lookups.map(({ policyId }) => toText(policyId)))}::text[],
                      ${sql.param(lookups.map(({ version }) => version))}::int[])
            WITH ORDINALITY AS lookup (policy_id, version, nth)
          LEFT JOIN gavel.policies p ON p.id = lookup.policy_id
          LEFT JOIN gavel.policy_versions v
            ON v.policy_id = p.id AND v.version = coalesce(lookup.version, p.active_version)
          ORDER BY nth`,
    ),
  );
  const found = rows.map((row, index) => versionOrError(row, lookups[index]));
  const versions = found.filter((row): row is VersionRow => !(row instanceof ServiceError));
  const policies = await loadPolicies(
    database,
    cache,
    versions.map(({ sha256 }) => sha256),
  );
  return found.map((row) =>
    row instanceof ServiceError ? { error: row } : { value: storedVersionOf(row, policies) },
  );
}

/** Parsed policies by digest, from the cache or the database. */
export function loadPolicies(
  database: Database,
  cache: PolicyCache,
  digests: readonly string[],
): Promise<ReadonlyMap<string, ParsedPolicy>> {
  return cache.getAll(digests, async (missing) => {
    const rows = await database.run((session) =>
      rowsOf<{ sha256: string; source: Uint8Array }>(
        session,
        sql`SELECT DISTINCT ON (sha256) sha256, source FROM gavel.policy_versions
            WHERE sha256 = ANY(${sql.param(missing)}::text[]) ORDER BY sha256`,
      ),
    );
    return new Map(rows.map(({ sha256, source }) => [sha256, source]));
  });
}

export function storedVersionOf(
  row: VersionRow,
  policies: ReadonlyMap<string, ParsedPolicy>,
): StoredPolicyVersion {
  const policy = policies.get(row.sha256);
  if (policy === undefined) throw new StorageError(null, "policy_versions_sha256");
  return {
    policyId: row.policy_id,
    version: row.version,
    active: row.version === row.active_version,
    createdAt: new Date(row.created_at),
    policy,
  };
}

function versionOrError(row: LookupRow, lookup: VersionLookup | undefined): VersionRow | ServiceError {
  const { policy_id, version, sha256, created_at, active_version } = row;
  const { policyId = "", version: requested = null } = lookup ?? {};
  if (policy_id === null) return policyNotFound(policyId);
  if (requested === null && row.archived === true) return policyArchived(policyId);
  if (requested === null && active_version === null) return policyNotActive(policyId);
  if (version === null || sha256 === null || created_at === null) {
    return policyVersionNotFound(policyId, requested ?? 0);
  }
  return { policy_id, version, sha256, created_at, active_version };
}
