import { and, asc, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { ParsedPolicy } from "../../../policies/policy.ts";
import type { PolicyResource } from "../../../schemas/policy.ts";
import { policyArchived, policyNotFound, policyVersionNotFound } from "../../policies/errors.ts";
import type { PolicyStore, PutPolicyResult, StoredPolicyVersion } from "../../policies/policy-store.ts";
import { appendEntries } from "../audit/append-entries.ts";
import { Batcher } from "../database/batcher.ts";
import type { Database } from "../database/database.ts";
import { toText } from "../database/json-text.ts";
import { PolicyCache } from "./policy-cache.ts";
import { activatedEntry, archivedEntry } from "./policy-entries.ts";
import { lockPolicy, putVersion } from "./policy-put.ts";
import { resourceOf } from "./policy-row.ts";
import { policies, policyVersions } from "./policy-tables.ts";
import {
  findVersions,
  loadPolicies,
  storedVersionOf,
  versionColumns,
  type VersionLookup,
} from "./policy-versions.ts";

const MAX_VERSION = 2_147_483_647;
const MAX_BATCH = 128;

/** Policies in PostgreSQL or PGlite. Each process parses a version once and then caches it by digest. */
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
    { ifMatch, by = null }: { readonly ifMatch?: string; readonly by?: string | null } = {},
  ): Promise<PutPolicyResult> {
    const { row, created } = await this.#database.transaction((session) =>
      putVersion(session, policyId, policy, ifMatch, by),
    );
    this.#cache.add(policy);
    return { version: storedVersionOf(row, new Map([[policy.sha256, policy]])), created };
  }

  async activate(policyId: string, version: number, by: string | null = null): Promise<PolicyResource> {
    await this.#database.transaction(async (session) => {
      const policy = await lockPolicy(session, policyId);
      if (policy === null) throw policyNotFound(policyId);
      if (policy.archived_at !== null) throw policyArchived(policyId);
      if (!isVersion(version) || version > policy.latest_version) {
        throw policyVersionNotFound(policyId, version);
      }
      if (policy.active_version === version) return;
      await session
        .update(policies)
        .set({ active_version: version, updated_at: new Date().toISOString() })
        .where(eq(policies.id, policyId));
      await appendEntries(session, [activatedEntry(policyId, version, policy.active_version, by)]);
    });
    return this.get(policyId);
  }

  async archive(policyId: string, by: string | null = null): Promise<void> {
    const now = new Date().toISOString();
    await this.#database.transaction(async (session) => {
      const policy = await lockPolicy(session, policyId);
      if (policy === null) throw policyNotFound(policyId);
      if (policy.archived_at !== null) return;
      await session
        .update(policies)
        .set({ archived_at: now, updated_at: now })
        .where(eq(policies.id, policyId));
      await appendEntries(session, [archivedEntry(policyId, by)]);
    });
  }

  async get(policyId: string): Promise<PolicyResource> {
    const [resource] = await this.#resources(eq(policies.id, toText(policyId)));
    if (resource === undefined) throw policyNotFound(policyId);
    return resource;
  }

  list(options?: { readonly includeArchived?: boolean }): Promise<readonly PolicyResource[]> {
    return this.#resources(options?.includeArchived === true ? undefined : isNull(policies.archived_at));
  }

  async listVersions(policyId: string): Promise<readonly StoredPolicyVersion[]> {
    const rows = await this.#database.run((session) =>
      session
        .select({ ...versionColumns, active_version: policies.active_version })
        .from(policies)
        .innerJoin(policyVersions, eq(policyVersions.policy_id, policies.id))
        .where(eq(policies.id, toText(policyId)))
        .orderBy(asc(policyVersions.version)),
    );
    if (rows.length === 0) throw policyNotFound(policyId);
    const parsed = await loadPolicies(
      this.#database,
      this.#cache,
      rows.map(({ sha256 }) => sha256),
    );
    return rows.map((row) => storedVersionOf(row, parsed));
  }

  async getVersion(policyId: string, version: number): Promise<StoredPolicyVersion> {
    // No version is 0. The lookup still distinguishes an unknown policy from an unknown version.
    return this.#lookups.add({ policyId, version: isVersion(version) ? version : 0 });
  }

  async getActiveVersion(policyId: string): Promise<StoredPolicyVersion> {
    return this.#lookups.add({ policyId, version: null });
  }

  /** Titles are those of the active version, or of the latest if none is active. */
  async #resources(condition: SQL | undefined): Promise<readonly PolicyResource[]> {
    const shown = sql`coalesce(${policies.active_version}, ${policies.latest_version})`;
    const rows = await this.#database.run((session) =>
      session
        .select({ policy: policies, sha256: policyVersions.sha256 })
        .from(policies)
        .innerJoin(
          policyVersions,
          and(eq(policyVersions.policy_id, policies.id), eq(policyVersions.version, shown)),
        )
        .where(condition)
        .orderBy(asc(policies.id)),
    );
    const parsed = await loadPolicies(
      this.#database,
      this.#cache,
      rows.map(({ sha256 }) => sha256),
    );
    return rows.map(({ policy, sha256 }) => resourceOf(policy, parsed.get(sha256)?.title ?? null));
  }
}

function isVersion(version: number): boolean {
  return Number.isSafeInteger(version) && version >= 1 && version <= MAX_VERSION;
}
