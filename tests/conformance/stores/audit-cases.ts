import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { ServiceError } from "../../../service/errors.ts";
import type { AuditEntry } from "../../../schemas/audit.ts";
import type { AuditFilter, AuditLog, NewAuditEntry } from "../../../service/audit/audit-log.ts";
import { verifyLog } from "../../../service/audit/verify-log.ts";
import { rowsOf } from "../../../service/storage/database/database.ts";
import { newItem, newPolicy, uuidv7, violating } from "../../helpers/stores.ts";
import type { StoresUnderTest } from "./stores-under-test.ts";

function entryOf(subject: string, overrides: Partial<NewAuditEntry> = {}): NewAuditEntry {
  return { actor: "k1", action: "policy.uploaded", subject, detail: { version: 1 }, ...overrides };
}

async function listOf(audit: AuditLog, filter: AuditFilter): Promise<readonly AuditEntry[]> {
  return (await audit.list({ filter, order: "asc", limit: 1000 })).entries;
}

async function actionsOn(audit: AuditLog, subject: string): Promise<unknown[]> {
  return (await listOf(audit, { subject })).map(({ action, actor, detail }) => [action, actor, detail]);
}

export function auditCases(stores: () => StoresUnderTest): void {
  describe("audit", () => {
    it("keeps entries of several processes in one unbroken chain", async () => {
      const { audit, elsewhere } = stores();
      const subject = `/policies/${uuidv7()}`;
      const writing = Array.from({ length: 40 }, (_, index) =>
        (index % 2 === 0 ? audit : elsewhere.audit).append(
          Array.from({ length: 1 + (index % 3) }, (__, part) =>
            entryOf(subject, { detail: { index, part, text: "lone \ud800 and \u0000", list: ["a", "b"] } }),
          ),
        ),
      );
      await Promise.all(writing);
      const entries = await listOf(audit, { subject });
      expect(entries).toHaveLength(79);
      expect(entries[0]?.detail["text"]).toBe("lone \ufffd and \ufffd");
      const verification = await verifyLog(elsewhere.audit);
      expect(verification).toMatchObject({ valid: true, fault: null });
      expect(verification.head).toEqual({ position: entries[78]?.position, hash: entries[78]?.hash });
    });

    it("cannot be changed, not even by a statement in the database", async () => {
      const { audit, database } = stores();
      const subject = `/policies/${uuidv7()}`;
      await audit.append([entryOf(subject)]);
      const before = await listOf(audit, { subject });
      for (const statement of [
        sql`UPDATE gavel.audit_entries SET actor = 'nobody' WHERE subject = ${subject}`,
        sql`DELETE FROM gavel.audit_entries WHERE subject = ${subject}`,
        sql`TRUNCATE gavel.audit_entries`,
        sql`INSERT INTO gavel.audit_entries SELECT * FROM gavel.audit_entries WHERE subject = ${subject}
            ON CONFLICT (position) DO UPDATE SET actor = 'nobody'`,
      ]) {
        await expect(database.run((session) => rowsOf(session, statement))).rejects.toMatchObject({
          sqlState: "23001",
        });
      }
      expect(await listOf(audit, { subject })).toEqual(before);
    });

    it("detects an entry that was changed after the trigger was disabled", async () => {
      const { audit, database } = stores();
      await audit.append([entryOf("/policies/tampered"), entryOf("/policies/later")]);
      const [entry] = await listOf(audit, { subject: "/policies/tampered" });
      const setActor = async (actor: string): Promise<void> => {
        await database.transaction(async (session) => {
          await rowsOf(
            session,
            sql`ALTER TABLE gavel.audit_entries DISABLE TRIGGER audit_entries_append_only`,
          );
          await rowsOf(
            session,
            sql`UPDATE gavel.audit_entries SET actor = ${actor} WHERE position = ${entry?.position}`,
          );
          await rowsOf(
            session,
            sql`ALTER TABLE gavel.audit_entries ENABLE TRIGGER audit_entries_append_only`,
          );
        });
      };
      await setActor("somebody");
      expect(await verifyLog(audit)).toMatchObject({
        valid: false,
        fault: { position: entry?.position, reason: "changed" },
      });
      await setActor("k1");
      expect((await verifyLog(audit)).valid).toBe(true);
    });

    it("lists by every filter, in pages, in both orders", async () => {
      const { audit } = stores();
      const [one, two] = [`/policies/${uuidv7()}`, `/policies/${uuidv7()}`];
      const actor = uuidv7();
      await audit.append([
        entryOf(one, { actor }),
        entryOf(two, { actor, action: "policy.archived" }),
        entryOf(one, { actor: null }),
        entryOf(two, { actor, action: "policy.archived" }),
      ]);
      const subjects = async (filter: AuditFilter): Promise<string[]> =>
        (await listOf(audit, filter)).map(({ subject }) => subject);
      expect(await subjects({ actor })).toEqual([one, two, two]);
      expect(await subjects({ actor, action: "policy.archived" })).toEqual([two, two]);
      expect(await subjects({ subject: one })).toEqual([one, one]);
      const [first] = await listOf(audit, { actor });
      const at = first?.at ?? "";
      expect(await subjects({ actor, since: at })).toHaveLength(3);
      expect(await subjects({ actor, until: at })).toEqual([]);
      const page = await audit.list({ filter: { actor }, order: "desc", limit: 2 });
      expect(page).toMatchObject({ hasMore: true, entries: [{ subject: two }, { subject: two }] });
      const after = page.entries[1]?.position ?? 0;
      const rest = await audit.list({ filter: { actor }, order: "desc", limit: 2, after });
      expect(rest).toMatchObject({ hasMore: false, entries: [first] });
    });

    it("records what is done to a policy, once, and nothing that fails", async () => {
      const { policies, audit } = stores();
      const id = uuidv7();
      const [first, second] = [newPolicy(), newPolicy()];
      await policies.put(id, first, { by: "k1" });
      await policies.put(id, first, { by: "k1" });
      await policies.put(id, second, { by: "k2" });
      await policies.activate(id, 2, { by: "k2" });
      await policies.activate(id, 2, { by: "k2" });
      await policies.archive(id, "k3");
      await policies.archive(id, "k3");
      await expect(policies.activate(id, 1, { by: "k4" })).rejects.toThrow(ServiceError);
      await policies.put(id, first, { by: "k5" });
      await policies.activate(id, 2, { by: "k5", reason: "urgent", refusals: ["recall is 0.5"] });
      await policies.rollback(id, { by: "k7" });
      await expect(policies.put(id, newPolicy(), { by: "k6", ifMatch: '"other"' })).rejects.toThrow(
        ServiceError,
      );
      expect(await actionsOn(audit, `/policies/${id}`)).toEqual([
        ["policy.uploaded", "k1", { version: 1, sha256: first.sha256 }],
        ["policy.activated", "k1", { version: 1, before: null }],
        ["policy.uploaded", "k2", { version: 2, sha256: second.sha256 }],
        ["policy.activated", "k2", { version: 2, before: 1 }],
        ["policy.archived", "k3", {}],
        ["policy.activated", "k5", { version: 1, before: null }],
        ["policy.gate_forced", "k5", { version: 2, reason: "urgent", refusals: ["recall is 0.5"] }],
        ["policy.activated", "k5", { version: 2, before: 1, reason: "urgent" }],
        ["policy.activated", "k7", { version: 1, before: 2, rollback: true }],
      ]);
    });

    it("records what is done to a key, without the key", async () => {
      const { keys, audit } = stores();
      const { id, key } = await keys.create("a name", ["classify"], "k1");
      await keys.revoke(id, "k2");
      await keys.revoke(id, "k2");
      expect(await actionsOn(audit, `/keys/${id}`)).toEqual([
        ["key.created", "k1", { scopes: ["classify"] }],
        ["key.revoked", "k2", {}],
      ]);
      const entries = await listOf(audit, { subject: `/keys/${id}` });
      expect(JSON.stringify(entries)).not.toContain(key.slice(-43));
      expect(JSON.stringify(entries)).not.toContain("a name");

      const ensured = await keys.ensure(`first key of the environment ${uuidv7()}`);
      const next = await keys.ensure(`second key of the environment ${uuidv7()}`);
      await keys.ensure(`third key of the environment ${uuidv7()}`);
      for (const { id: environmentId } of [ensured, next]) {
        expect(await actionsOn(audit, `/keys/${environmentId}`)).toEqual([
          ["key.created", null, { scopes: ["admin"] }],
          ["key.revoked", null, {}],
        ]);
      }
    });

    it("records an erasure once, and nothing of what was erased", async () => {
      const { verdicts, audit } = stores();
      const item = newItem({ external_id: "their id" });
      await verdicts.create([item]);
      await verdicts.complete(item.id, violating());
      await verdicts.erase(item.id, "k1");
      await verdicts.erase(item.id, "k2");
      expect(await verdicts.erase(uuidv7(), "k1")).toBeNull();
      expect(await actionsOn(audit, `/verdicts/${item.id}`)).toEqual([["verdict.erased", "k1", {}]]);
    });
  });
}
