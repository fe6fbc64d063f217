import { describe, expect, it } from "vitest";
import { policyEtag } from "../../../service/policies/policy-store.ts";
import { newPolicy } from "../../helpers/stores.ts";
import type { StoresUnderTest } from "./stores-under-test.ts";

let count = 0;
const BY = { by: "author" };
const nextId = (): string => `policy-${(count += 1)}`;

export function policyStoreCases(stores: () => StoresUnderTest): void {
  describe("policies", () => {
    it("activates the first version immediately, and later ones only on request", async () => {
      const { policies } = stores();
      const id = nextId();
      const first = await policies.put(id, newPolicy());
      expect(first).toMatchObject({ created: true, version: { policyId: id, version: 1, active: true } });
      const second = await policies.put(id, newPolicy());
      expect(second).toMatchObject({ created: true, version: { version: 2, active: false } });
      expect((await policies.getActiveVersion(id)).version).toBe(1);
      expect(await policies.activate(id, 2, BY)).toMatchObject({ active_version: 2, latest_version: 2 });
      expect((await policies.getActiveVersion(id)).policy.sha256).toBe(second.version.policy.sha256);
      expect((await policies.getVersion(id, 1)).active).toBe(false);
    });

    it("treats the same bytes as the same version, without changing the policy", async () => {
      const { policies } = stores();
      const id = nextId();
      const policy = newPolicy();
      await policies.put(id, policy);
      await policies.put(id, newPolicy());
      const before = await policies.get(id);
      const again = await policies.put(id, policy);
      expect(again).toMatchObject({ created: false, version: { version: 1, active: true } });
      expect(await policies.get(id)).toEqual(before);
    });

    it("keeps every byte of the document, and reads it back parsed in another process", async () => {
      const { policies, elsewhere } = stores();
      const id = nextId();
      const text = "\uFEFF---\r\ntitle: Ünïcode 🙂\r\n---\r\n\r\nSP1 Zero \u0000 and tab\t.\r\n\r\n";
      const policy = newPolicy(text.replace("\u0000", "\u00A0"));
      await policies.put(id, policy);
      const found = await elsewhere.policies.getVersion(id, 1);
      expect(found.policy).toEqual(policy);
      expect((await elsewhere.policies.get(id)).title).toBe("Ünïcode 🙂");
      expect(await elsewhere.policies.listVersions(id)).toEqual([found]);
    });

    it("numbers concurrent uploads without gaps or repeats", async () => {
      const { policies, elsewhere } = stores();
      const id = nextId();
      const puts = Array.from({ length: 12 }, (_, index) =>
        (index % 2 === 0 ? policies : elsewhere.policies).put(id, newPolicy()),
      );
      const numbers = (await Promise.all(puts)).map(({ version }) => version.version);
      expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
    });

    it("creates one version if the same bytes are uploaded concurrently", async () => {
      const { policies, elsewhere } = stores();
      const id = nextId();
      const policy = newPolicy();
      const puts = await Promise.all([policies.put(id, policy), elsewhere.policies.put(id, policy)]);
      expect(puts.filter(({ created }) => created)).toHaveLength(1);
      expect(await policies.listVersions(id)).toHaveLength(1);
    });

    it("accepts only one of two writers with the same entity tag", async () => {
      const { policies, elsewhere } = stores();
      const id = nextId();
      await policies.put(id, newPolicy());
      const ifMatch = policyEtag(await policies.get(id));
      const results = await Promise.allSettled([
        policies.put(id, newPolicy(), { ifMatch }),
        elsewhere.policies.put(id, newPolicy(), { ifMatch }),
      ]);
      expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
      const rejected = results.find((result) => result.status === "rejected");
      expect(rejected?.reason).toMatchObject({ code: "precondition_failed" });
      expect(await policies.listVersions(id)).toHaveLength(2);
    });

    it("refuses If-Match if there is no policy, and stores nothing", async () => {
      const { policies } = stores();
      const id = nextId();
      for (const ifMatch of ["*", '"1-1-l"']) {
        await expect(policies.put(id, newPolicy(), { ifMatch })).rejects.toMatchObject({
          code: "precondition_failed",
        });
      }
      await expect(policies.get(id)).rejects.toMatchObject({ code: "policy_not_found" });
      await policies.put(id, newPolicy());
      await expect(policies.put(id, newPolicy(), { ifMatch: "*" })).resolves.toMatchObject({ created: true });
    });

    it("archives, keeps the versions, and restores the policy with the next upload", async () => {
      const { policies } = stores();
      const id = nextId();
      const policy = newPolicy();
      await policies.put(id, policy);
      const live = policyEtag(await policies.get(id));
      await policies.archive(id);
      await policies.archive(id);
      const archived = await policies.get(id);
      expect(archived.archived).toBe(true);
      expect(policyEtag(archived)).not.toBe(live);
      expect((await policies.list()).map((resource) => resource.id)).not.toContain(id);
      expect((await policies.list({ includeArchived: true })).map((resource) => resource.id)).toContain(id);
      expect((await policies.getVersion(id, 1)).policy.sha256).toBe(policy.sha256);
      await expect(policies.getActiveVersion(id)).rejects.toMatchObject({ code: "policy_archived" });
      await expect(policies.activate(id, 1, BY)).rejects.toMatchObject({ code: "policy_archived" });
      expect(await policies.put(id, policy)).toMatchObject({ created: false });
      expect(await policies.getActiveVersion(id)).toMatchObject({ version: 1 });
    });

    it("restores an archived policy with the uploaded version active, not the previous one", async () => {
      const { policies } = stores();
      const id = nextId();
      const [first, second, third] = [newPolicy(), newPolicy(), newPolicy()];
      await policies.put(id, first);
      await policies.put(id, second);
      await policies.archive(id);
      expect(await policies.put(id, third)).toMatchObject({
        created: true,
        version: { version: 3, active: true },
      });
      expect(await policies.getActiveVersion(id)).toMatchObject({ version: 3 });
      await policies.archive(id);
      expect(await policies.put(id, second)).toMatchObject({
        created: false,
        version: { version: 2, active: true },
      });
      expect(await policies.getActiveVersion(id)).toMatchObject({ version: 2 });
    });

    it("stores drafts without activating anything, even the first one", async () => {
      const { policies, elsewhere } = stores();
      const id = nextId();
      const draft = await policies.put(id, newPolicy("# A draft\n"), { draft: true });
      expect(draft).toMatchObject({ created: true, version: { version: 1, active: false } });
      expect(await elsewhere.policies.get(id)).toMatchObject({
        title: "A draft",
        active_version: null,
        latest_version: 1,
        archived: false,
      });
      expect((await policies.list()).map((policy) => policy.id)).toContain(id);
      await expect(policies.getActiveVersion(id)).rejects.toMatchObject({ code: "policy_not_active" });
      expect((await policies.getVersion(id, 1)).active).toBe(false);
      expect(await policies.listActivations(id)).toEqual([]);
      await policies.put(id, newPolicy(), { draft: true });
      await policies.activate(id, 2, BY);
      expect(await policies.getActiveVersion(id)).toMatchObject({ version: 2 });
    });

    it("activates a draft that is uploaded again as a normal version, if no version is active", async () => {
      const { policies } = stores();
      const id = nextId();
      const policy = newPolicy();
      await policies.put(id, policy, { draft: true });
      expect(await policies.put(id, policy)).toMatchObject({ created: false, version: { active: true } });
      await policies.put(id, newPolicy(), { draft: true });
      expect(await policies.getActiveVersion(id)).toMatchObject({ version: 1 });
    });

    it("restores an archived policy by a draft, with no active version", async () => {
      const { policies } = stores();
      const id = nextId();
      await policies.put(id, newPolicy());
      await policies.archive(id);
      await policies.put(id, newPolicy(), { draft: true });
      expect(await policies.get(id)).toMatchObject({ archived: false, active_version: null });
      await expect(policies.rollback(id, BY)).rejects.toMatchObject({ code: "no_earlier_version" });
      await policies.activate(id, 2, BY);
      expect(await policies.rollback(id, BY)).toMatchObject({ active_version: 1 });
    });

    it("keeps who activated which version, when and why", async () => {
      const { policies, elsewhere } = stores();
      const id = nextId();
      await policies.put(id, newPolicy(), { by: "uploader" });
      await policies.put(id, newPolicy());
      await policies.activate(id, 2, { by: "author", reason: 'because of "x" \u0000' });
      await policies.activate(id, 2, { by: "nobody", reason: "already active" });
      await policies.activate(id, 1, { by: "boss", reason: "now", refusals: ["recall is 0.5"] });
      const common = { forced: false, refusals: [], activated_at: expect.stringMatching(/Z$/) };
      expect(await elsewhere.policies.listActivations(id)).toEqual([
        {
          ...common,
          kind: "activate",
          from_version: 2,
          to_version: 1,
          key_id: "boss",
          reason: "now",
          forced: true,
          refusals: ["recall is 0.5"],
        },
        {
          ...common,
          kind: "activate",
          from_version: 1,
          to_version: 2,
          key_id: "author",
          reason: 'because of "x" \u0000',
        },
        { ...common, kind: "upload", from_version: null, to_version: 1, key_id: "uploader", reason: null },
      ]);
    });

    it("rolls back to the version that was active before, and goes back further the second time", async () => {
      const { policies } = stores();
      const id = nextId();
      await policies.put(id, newPolicy());
      for (const version of [2, 3]) {
        await policies.put(id, newPolicy());
        await policies.activate(id, version, BY);
      }
      expect(await policies.rollback(id, { ...BY, reason: "bad" })).toMatchObject({ active_version: 2 });
      expect(await policies.rollback(id, BY)).toMatchObject({ active_version: 1 });
      await expect(policies.rollback(id, BY)).rejects.toMatchObject({ code: "no_earlier_version" });
      await policies.activate(id, 3, BY);
      expect(await policies.rollback(id, BY)).toMatchObject({ active_version: 1 });
      const [latest] = await policies.listActivations(id);
      expect(latest).toMatchObject({ kind: "rollback", from_version: 3, to_version: 1, reason: null });
    });

    it("refuses an activation that was decided while another version was active", async () => {
      const { policies, elsewhere } = stores();
      const id = nextId();
      for (let count = 1; count <= 3; count += 1) await policies.put(id, newPolicy());
      await elsewhere.policies.activate(id, 2, BY);
      await expect(policies.activate(id, 3, { ...BY, expectedActive: 1 })).rejects.toMatchObject({
        code: "precondition_failed",
      });
      expect(await policies.activate(id, 3, { ...BY, expectedActive: 2 })).toMatchObject({
        active_version: 3,
      });
    });

    it.each(["no-such-policy", "", "a\u0000b", "'; drop table gavel.policies; --", "x".repeat(10_000)])(
      "does not find the policy %j",
      async (id) => {
        const { policies } = stores();
        const notFound = { code: "policy_not_found" };
        await expect(policies.get(id)).rejects.toMatchObject(notFound);
        await expect(policies.getVersion(id, 1)).rejects.toMatchObject(notFound);
        await expect(policies.getActiveVersion(id)).rejects.toMatchObject(notFound);
        await expect(policies.listVersions(id)).rejects.toMatchObject(notFound);
        await expect(policies.activate(id, 1, BY)).rejects.toMatchObject(notFound);
        await expect(policies.archive(id)).rejects.toMatchObject(notFound);
        await expect(policies.rollback(id, BY)).rejects.toMatchObject(notFound);
        await expect(policies.listActivations(id)).rejects.toMatchObject(notFound);
      },
    );

    it.each([0, -1, 3, 1.5, Number.NaN, 2 ** 31, 2 ** 60])(
      "does not find the version %d",
      async (version) => {
        const { policies } = stores();
        const id = nextId();
        await policies.put(id, newPolicy());
        const notFound = { code: "policy_version_not_found" };
        await expect(policies.getVersion(id, version)).rejects.toMatchObject(notFound);
        await expect(policies.activate(id, version, BY)).rejects.toMatchObject(notFound);
      },
    );
  });
}
