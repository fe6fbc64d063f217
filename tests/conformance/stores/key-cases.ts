import { describe, expect, it } from "vitest";
import type { StoresUnderTest } from "./stores-under-test.ts";
import { eventually } from "../../helpers/eventually.ts";

export function keyStoreCases(stores: () => StoresUnderTest): void {
  describe("keys", () => {
    it("authenticates the key that it created, and returns its scopes", async () => {
      const { keys } = stores();
      const created = await keys.create("a \u0000 name", ["classify", "verdicts:read"]);
      expect(created.key).toMatch(/^gavel_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$/);
      expect(await keys.authenticate(created.key)).toEqual({
        keyId: created.id,
        scopes: ["classify", "verdicts:read"],
      });
      const { key: _, ...listed } = created;
      expect(await keys.list()).toContainEqual(listed);
      expect(JSON.stringify(await keys.list())).not.toContain(created.key.slice(-43));
    });

    it("refuses any other key", async () => {
      const { keys } = stores();
      const { id, key } = await keys.create("other", ["admin"]);
      const flipped = key.slice(0, -1) + (key.endsWith("A") ? "B" : "A");
      const hostile = [
        "",
        flipped,
        `${key}x`,
        key.toUpperCase(),
        `gavel_${id}_`,
        `gavel_000000000000_${"A".repeat(43)}`,
      ];
      for (const wrong of [...hostile, "a\u0000b", "x".repeat(100_000), "environment"]) {
        expect(await keys.authenticate(wrong)).toBeNull();
      }
    });

    it("revokes immediately in this process, and soon in others", async () => {
      const { keys, elsewhere } = stores();
      const { id, key } = await keys.create("short-lived", ["classify"]);
      await eventually(async () => expect(await elsewhere.keys.authenticate(key)).not.toBeNull());
      const count = await keys.count();
      expect(await keys.revoke(id)).toBe(true);
      expect(await keys.authenticate(key)).toBeNull();
      expect(await keys.count()).toBe(count - 1);
      await eventually(async () => expect(await elsewhere.keys.authenticate(key)).toBeNull());
      expect(await keys.revoke(id)).toBe(true);
      expect((await keys.list()).find((listed) => listed.id === id)?.revoked_at).not.toBeNull();
      for (const unknown of ["no-such-key", "", "a\u0000b"]) expect(await keys.revoke(unknown)).toBe(false);
    });

    it("accepts any string as the environment's key, and replaces the earlier one", async () => {
      const { keys } = stores();
      const ofOurForm = `gavel_0123456789ab_${"B".repeat(43)}`;
      for (const key of ["sixteen characters", ofOurForm]) {
        const ensured = await keys.ensure(key);
        expect(await keys.ensure(key)).toEqual(ensured);
        expect(ensured).toMatchObject({ name: "environment", scopes: ["admin"], revoked_at: null });
        expect(await keys.authenticate(key)).toEqual({ keyId: ensured.id, scopes: ["admin"] });
      }
      expect(await keys.authenticate("sixteen characters")).toBeNull();
      expect((await keys.ensure("sixteen characters")).revoked_at).toBeNull();
      expect(await keys.authenticate(ofOurForm)).toBeNull();
    });

    it("treats one secret as one key, whether stored or from the environment", async () => {
      const { keys, elsewhere } = stores();
      const { key, ...stored } = await keys.create("stored first", ["classify", "verdicts:read"]);
      const count = await keys.count();
      expect(await keys.ensure(key)).toEqual(stored);
      expect(await keys.count()).toBeLessThanOrEqual(count);
      expect(await keys.authenticate(key)).toEqual({ keyId: stored.id, scopes: stored.scopes });
      await keys.revoke(stored.id);
      expect(await keys.authenticate(key)).toBeNull();
      await eventually(async () => expect(await elsewhere.keys.authenticate(key)).toBeNull());
    });

    it("keeps the environment's key revoked, even if the environment has other keys in between", async () => {
      const { keys } = stores();
      const secret = "an-environment-key-that-is-revoked";
      const { id } = await keys.ensure(secret);
      await keys.revoke(id);
      expect(await keys.authenticate(secret)).toBeNull();
      for (const given of [secret, "another-key-of-the-environment", secret]) await keys.ensure(given);
      expect(await keys.ensure(secret)).toMatchObject({ id, revoked_at: expect.any(String) });
      expect(await keys.authenticate(secret)).toBeNull();
    });
  });
}
