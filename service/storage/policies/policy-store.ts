import { and, asc, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { ParsedPolicy } from "../../../policies/policy.ts";
import type { Activation } from "../../../schemas/activation.ts";
import type { PolicyResource } from "../../../schemas/policy.ts";
import type { NewAuditEntry } from "../../audit/audit-log.ts";
import { ServiceError } from "../../errors.ts";
import { policyArchived, policyNotFound, policyVersionNotFound } from "../../policies/errors.ts";
import type {
  ActivateOptions,
  PolicyStore,
  PutPolicyOptions,
  PutPolicyResult,
  StoredPolicyVersion,
} from "../../policies/policy-store.ts";
import { appendEntries } from "../audit/append-entries.ts";
import { Batcher } from "../database/batcher.ts";
import type { Database, Session } from "../database/database.ts";
import { toText } from "../database/json-text.ts";
import { activationsOf, recordActivation, recordRollback } from "./policy-activations.ts";
import { PolicyCache } from "./policy-cache.ts";
import { archivedEntry } from "./policy-entries.ts";
import { lockPolicy, putVersion } from "./policy-put.ts";
import { type PolicyRow, resourceOf } from "./policy-row.ts";
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
    options: PutPolicyOptions = {},
  ): Promise<PutPolicyResult> {
    const { row, created } = await this.#database.transaction((session) =>
      putVersion(session, policyId, policy, options),
    );
    this.#cache.add(policy);
    return { version: storedVersionOf(row, new Map([[policy.sha256, policy]])), created };
  }

  async activate(policyId: string, version: number, options: ActivateOptions = {}): Promise<PolicyResource> {
    const { by, reason, refusals, expectedActive } = options;
    await this.#change(policyId, async (session, policy) => {
      if (!isVersion(version) || version > policy.latest_version) {
        throw policyVersionNotFound(policyId, version);
      }
      if (policy.active_version === version) return [];
      if (expectedActive !== undefined && policy.active_version !== expectedActive) {
        throw new ServiceError(
          "precondition_failed",
          "Another version was activated at the same time. Read the policy again, and repeat the request if it still applies.",
        );
      }
      const change = { kind: "activate", toVersion: version, by, reason, refusals } as const;
      return recordActivation(session, policy, change);
    });
    return this.get(policyId);
  }

  async rollback(
    policyId: string,
    options: Pick<ActivateOptions, "by" | "reason"> = {},
  ): Promise<PolicyResource> {
    await this.#change(policyId, (session, policy) => recordRollback(session, policy, options));
    return this.get(policyId);
  }

  async listActivations(policyId: string): Promise<readonly Activation[]> {
    const activations = await this.#database.run((session) => activationsOf(session, policyId));
    // A policy that has only drafts has none.
    if (activations.length === 0) await this.get(policyId);
    return activations;
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

  /** Changes a policy that is not archived, with its row locked. `change` returns what to append to the audit log. */
  async #change(
    policyId: string,
    change: (session: Session, policy: PolicyRow) => Promise<readonly NewAuditEntry[]>,
  ): Promise<void> {
    await this.#database.transaction(async (session) => {
      const policy = await lockPolicy(session, policyId);
      if (policy === null) throw policyNotFound(policyId);
      if (policy.archived_at !== null) throw policyArchived(policyId);
      await appendEntries(session, await change(session, policy));
    });
  }

  /** What is derived from the text is that of the active version, or of the latest if none is active. */
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
    return rows.map(({ policy, sha256 }) => resourceOf(policy, parsed.get(sha256)));
  }
}

function isVersion(version: number): boolean {
  return Number.isSafeInteger(version) && version >= 1 && version <= MAX_VERSION;
}
