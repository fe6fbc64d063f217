import { sql } from "drizzle-orm";
import type { ParsedPolicy } from "../../../policies/policy.ts";
import type { StoredPolicyVersion } from "../../policies/policy-store.ts";
import { policyArchived, policyNotFound, policyVersionNotFound } from "../../policies/errors.ts";
import { ServiceError } from "../../errors.ts";
import type { Outcome } from "../database/batcher.ts";
import { type Database, rowsOf } from "../database/database.ts";
import { toText } from "../database/json-text.ts";
import type { PolicyCache } from "./policy-cache.ts";
import { StorageError } from "../database/storage-error.ts";

/** A version by number, or the active one where `version` is null. */
export interface VersionLookup {
  readonly policyId: string;
  readonly version: number | null;
}

/** Columns of a version as statements answer them. */
export interface VersionRow {
  readonly policy_id: string;
  readonly version: number;
  readonly sha256: string;
  readonly created_at: string;
  readonly active_version: number | null;
}

interface LookupRow {
  readonly policy_id: string | null;
  readonly archived: boolean | null;
  readonly version: number | null;
  readonly sha256: string | null;
  readonly created_at: string | null;
  readonly active_version: number | null;
}

/** Looks versions up with one statement, and one more where some have not been parsed in this process. */
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
            WITH ORDINALITY AS asked (policy_id, version, place)
          LEFT JOIN gavel.policies p ON p.id = asked.policy_id
          LEFT JOIN gavel.policy_versions v
            ON v.policy_id = p.id AND v.version = coalesce(asked.version, p.active_version)
          ORDER BY place`,
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

/** Parsed policies by digest, out of the cache or the database. */
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
  const { policyId = "", version: asked = null } = lookup ?? {};
  if (policy_id === null) return policyNotFound(policyId);
  if (asked === null && row.archived === true) return policyArchived(policyId);
  if (version === null || sha256 === null || created_at === null) {
    return policyVersionNotFound(policyId, asked ?? 0);
  }
  return { policy_id, version, sha256, created_at, active_version };
}
