import { type SQL, sql } from "drizzle-orm";
import type { ParsedPolicy } from "../../../policies/policy.ts";
import type { PolicyResource } from "../../../schemas/policy.ts";
import { policyArchived, policyNotFound, policyVersionNotFound } from "../../policies/errors.ts";
import {
  type PolicyStore,
  type PutPolicyResult,
  policyEtag,
  type StoredPolicyVersion,
} from "../../policies/policy-store.ts";
import { ServiceError } from "../../errors.ts";
import { Batcher } from "../database/batcher.ts";
import { type Database, rowsOf, type Session } from "../database/database.ts";
import { toText } from "../database/json-text.ts";
import { PolicyCache } from "./policy-cache.ts";
import {
  findVersions,
  loadPolicies,
  storedVersionOf,
  type VersionLookup,
  type VersionRow,
} from "./policy-versions.ts";

interface PolicyRow {
  readonly id: string;
  readonly active_version: number | null;
  readonly latest_version: number;
  readonly archived: boolean;
  readonly created_at: string;
  readonly updated_at: string;
  /** Of the active version, else of the latest. */
  readonly sha256: string;
}

const MAX_VERSION = 2_147_483_647;
const MAX_BATCH = 128;

/** Policies in PostgreSQL or PGlite. Versions are parsed once in a process and then kept by digest. */
export class DatabasePolicyStore implements PolicyStore {
  readonly #database: Database;
  readonly #cache = new PolicyCache();
  readonly #lookups: Batcher<VersionLookup, StoredPolicyVersion>;

  constructor(database: Database) {
    this.#database = database;
    this.#lookups = new Batcher({
      maxSize: MAX_BATCH,
      run: (lookups) => findVersions(database, this.#cache, lookups),
    });
  }

  async put(
    policyId: string,
    policy: ParsedPolicy,
    options?: { readonly ifMatch?: string },
  ): Promise<PutPolicyResult> {
    const { row, created } = await this.#database.transaction((session) =>
      putVersion(session, policyId, policy, options?.ifMatch),
    );
    this.#cache.add(policy);
    return { version: storedVersionOf(row, new Map([[policy.sha256, policy]])), created };
  }

  async activate(policyId: string, version: number): Promise<PolicyResource> {
    await this.#database.transaction(async (session) => {
      const policy = await lockPolicy(session, policyId);
      if (policy === null) throw policyNotFound(policyId);
      if (policy.archived) throw policyArchived(policyId);
      if (!isVersion(version) || version > policy.latest_version) {
        throw policyVersionNotFound(policyId, version);
      }
      if (policy.active_version === version) return;
      await rowsOf(
        session,
        sql`UPDATE gavel.policies SET active_version = ${version}, updated_at = ${now()} WHERE id = ${policyId}`,
      );
    });
    return this.get(policyId);
  }

  async archive(policyId: string): Promise<void> {
    const archived = await this.#database.run((session) =>
      rowsOf(
        session,
        sql`UPDATE gavel.policies SET
              archived_at = coalesce(archived_at, ${now()}),
              updated_at = CASE WHEN archived_at IS NULL THEN ${now()} ELSE updated_at END
            WHERE id = ${toText(policyId)} RETURNING id`,
      ),
    );
    if (archived.length === 0) throw policyNotFound(policyId);
  }

  async get(policyId: string): Promise<PolicyResource> {
    const [resource] = await this.#resources(sql`WHERE p.id = ${toText(policyId)}`);
    if (resource === undefined) throw policyNotFound(policyId);
    return resource;
  }

  list(options?: { readonly includeArchived?: boolean }): Promise<readonly PolicyResource[]> {
    return this.#resources(options?.includeArchived === true ? sql`` : sql`WHERE p.archived_at IS NULL`);
  }

  async listVersions(policyId: string): Promise<readonly StoredPolicyVersion[]> {
    const rows = await this.#database.run((session) =>
      rowsOf<VersionRow>(
        session,
        sql`SELECT v.policy_id, v.version, v.sha256, v.created_at, p.active_version
            FROM gavel.policies p JOIN gavel.policy_versions v ON v.policy_id = p.id
            WHERE p.id = ${toText(policyId)} ORDER BY v.version`,
      ),
    );
    if (rows.length === 0) throw policyNotFound(policyId);
    const policies = await loadPolicies(
      this.#database,
      this.#cache,
      rows.map(({ sha256 }) => sha256),
    );
    return rows.map((row) => storedVersionOf(row, policies));
  }

  async getVersion(policyId: string, version: number): Promise<StoredPolicyVersion> {
    // A number that no version can have still tells an unknown policy from an unknown version.
    return this.#lookups.add({ policyId, version: isVersion(version) ? version : 0 });
  }

  async getActiveVersion(policyId: string): Promise<StoredPolicyVersion> {
    return this.#lookups.add({ policyId, version: null });
  }

  async #resources(where: SQL): Promise<readonly PolicyResource[]> {
    const rows = await this.#database.run((session) => rowsOf<PolicyRow>(session, selectPolicies(where)));
    const policies = await loadPolicies(
      this.#database,
      this.#cache,
      rows.map(({ sha256 }) => sha256),
    );
    return rows.map((row) => ({ ...resourceOf(row), title: policies.get(row.sha256)?.title ?? null }));
  }
}

/** READ COMMITTED with the policy's row locked, so that versions are numbered without gaps. */
async function putVersion(
  session: Session,
  policyId: string,
  policy: ParsedPolicy,
  ifMatch: string | undefined,
): Promise<{ readonly row: VersionRow; readonly created: boolean }> {
  if (ifMatch === undefined) {
    await rowsOf(
      session,
      sql`INSERT INTO gavel.policies (id, latest_version, created_at, updated_at)
          VALUES (${policyId}, 0, ${now()}, ${now()}) ON CONFLICT (id) DO NOTHING`,
    );
  }
  const before = await lockPolicy(session, policyId);
  if (
    before === null ||
    (ifMatch !== undefined && ifMatch !== "*" && ifMatch !== policyEtag(resourceOf(before)))
  ) {
    throw new ServiceError(
      "precondition_failed",
      "Read the policy again and repeat the change with its new ETag.",
    );
  }
  const same = await findBySha256(session, policyId, policy.sha256);
  const version = same?.version ?? before.latest_version + 1;
  const row = same ?? (await insertVersion(session, policyId, version, policy));
  // What was uploaded to an archived policy is what brings it back, and not what was active before.
  const activeVersion = before.archived ? version : (before.active_version ?? version);
  if (same === null || before.archived) {
    await rowsOf(
      session,
      sql`UPDATE gavel.policies SET
            active_version = ${activeVersion}, latest_version = ${Math.max(before.latest_version, version)},
            archived_at = NULL, updated_at = ${now()}
          WHERE id = ${policyId}`,
    );
  }
  return { row: { ...row, active_version: activeVersion }, created: same === null };
}

async function lockPolicy(session: Session, policyId: string): Promise<PolicyRow | null> {
  const [row] = await rowsOf<Omit<PolicyRow, "sha256">>(
    session,
    sql`SELECT id, active_version, latest_version, archived_at IS NOT NULL AS archived, created_at, updated_at
        FROM gavel.policies WHERE id = ${toText(policyId)} FOR UPDATE`,
  );
  return row === undefined ? null : { ...row, sha256: "" };
}

async function findBySha256(session: Session, policyId: string, sha256: string): Promise<VersionRow | null> {
  const [row] = await rowsOf<VersionRow>(
    session,
    sql`SELECT policy_id, version, sha256, created_at, NULL AS active_version FROM gavel.policy_versions
        WHERE policy_id = ${policyId} AND sha256 = ${sha256}`,
  );
  return row ?? null;
}

async function insertVersion(
  session: Session,
  policyId: string,
  version: number,
  { sha256, source }: ParsedPolicy,
): Promise<VersionRow> {
  const createdAt = new Date().toISOString();
  await rowsOf(
    session,
    sql`INSERT INTO gavel.policy_versions (policy_id, version, sha256, source, created_at)
        VALUES (${policyId}, ${version}, ${sha256}, ${Buffer.from(source, "utf8")}, ${createdAt}::timestamptz)`,
  );
  return { policy_id: policyId, version, sha256, created_at: createdAt, active_version: null };
}

function selectPolicies(where: SQL): SQL {
  return sql`SELECT p.id, p.active_version, p.latest_version, p.archived_at IS NOT NULL AS archived,
                    p.created_at, p.updated_at, v.sha256
             FROM gavel.policies p
             JOIN gavel.policy_versions v
               ON v.policy_id = p.id AND v.version = coalesce(p.active_version, p.latest_version)
             ${where} ORDER BY p.id`;
}

function resourceOf(row: PolicyRow): PolicyResource {
  return {
    id: row.id,
    title: null,
    active_version: row.active_version,
    latest_version: row.latest_version,
    archived: row.archived,
    created_at: new Date(row.created_at).toISOString(),
    updated_at: new Date(row.updated_at).toISOString(),
  };
}

function isVersion(version: number): boolean {
  return Number.isSafeInteger(version) && version >= 1 && version <= MAX_VERSION;
}

function now(): SQL {
  return sql`${new Date().toISOString()}::timestamptz`;
}
