import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { rowsOf } from "../../../service/storage/database/database.ts";
import { DatabaseSessionStore } from "../../../service/storage/sessions/session-store.ts";
import { sessions as sessionTable, signInLinks } from "../../../service/storage/sessions/session-tables.ts";
import { eventually } from "../../helpers/eventually.ts";
import { sha256, uuidv7 } from "../../helpers/stores.ts";
import type { StoresUnderTest } from "./stores-under-test.ts";

const MINUTE = 60_000;
const LIFETIMES = { maxAgeMs: 60 * MINUTE, idleMs: 20 * MINUTE };
const UNKNOWN = "A".repeat(43);

export function sessionCases(stores: () => StoresUnderTest): void {
  /** A store whose clock the test moves. */
  function atTime(start = Date.now()) {
    const clock = { now: start };
    return { clock, sessions: new DatabaseSessionStore(stores().database, LIFETIMES, () => clock.now) };
  }

  describe("sessions", () => {
    it("are found by their token, of which only the hash is stored", async () => {
      const { sessions, elsewhere, database } = stores();
      const { session, token } = await sessions.create("key-1");
      expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect(session).toMatchObject({ keyId: "key-1", usedAt: session.createdAt });
      expect(await sessions.use(token)).toEqual(session);
      expect(await elsewhere.sessions.find(token)).toEqual(session);
      const rows = await database.run((run) => rowsOf(run, sql`SELECT * FROM gavel.sessions`));
      expect(JSON.stringify(rows)).not.toContain(token);
      expect(JSON.stringify(rows)).toContain(sha256(token));
    });

    it("are not found by any other token", async () => {
      const { sessions } = stores();
      const { token } = await sessions.create("key-1");
      const { token: link } = await sessions.createLink("key-1");
      const hostile = [
        "",
        UNKNOWN,
        token.slice(1),
        `${token}A`,
        "a\u0000b",
        "'; --",
        "x".repeat(100_000),
        link,
      ];
      for (const wrong of hostile) {
        expect(await sessions.use(wrong)).toBeNull();
        expect(await sessions.find(wrong)).toBeNull();
        expect(sessions.recall(wrong)).toBeNull();
        if (wrong !== link) expect(await sessions.redeemLink(wrong)).toBeNull();
      }
      expect(await sessions.redeemLink(token)).toBeNull();
    });

    it("end immediately in this process, and soon in others", async () => {
      const { sessions, elsewhere } = stores();
      const { session, token } = await sessions.create("key-1");
      const other = await sessions.create("key-1");
      expect(await elsewhere.sessions.use(token)).not.toBeNull();
      expect(await sessions.end({ ...session, keyId: "key-2" }, "key-2")).toBe(false);
      expect(await sessions.use(token)).not.toBeNull();
      expect(await sessions.end(session, session.keyId)).toBe(true);
      expect(await sessions.use(token)).toBeNull();
      await eventually(async () => expect(await elsewhere.sessions.find(token)).toBeNull());
      expect(await sessions.end(session, session.keyId)).toBe(false);
      expect(await sessions.use(other.token)).not.toBeNull();
    });

    it("are listed by key, the latest first, while they are valid", async () => {
      const { clock, sessions } = atTime();
      const key = uuidv7();
      const first = (await sessions.create(key)).session;
      clock.now += 15 * MINUTE;
      const second = (await sessions.create(key)).session;
      await sessions.create(uuidv7());
      expect(await sessions.list(key)).toEqual([second, first]);
      clock.now += 10 * MINUTE;
      expect(await sessions.list(key)).toEqual([second]);
      expect(await sessions.list("unknown")).toEqual([]);
    });

    it("are recalled without a query after they have been read", async () => {
      const { sessions } = stores();
      const { session, token } = await sessions.create("key-1");
      await sessions.find(token);
      expect(sessions.recall(token)).toEqual(session);
    });

    it("expire, however much they are used", async () => {
      const { clock, sessions } = atTime();
      const { token } = await sessions.create("key-1");
      for (let minutes = 0; minutes < 60; minutes += 10) {
        expect(await sessions.use(token), `after ${minutes} minutes`).not.toBeNull();
        clock.now += 10 * MINUTE;
      }
      expect(await sessions.use(token)).toBeNull();
      expect(sessions.recall(token)).toBeNull();
    });

    it("expire if they are not used, in every process", async () => {
      const { clock, sessions } = atTime();
      const { token } = await sessions.create("key-1");
      clock.now += 19 * MINUTE;
      // Reading a session does not count as use.
      expect(await sessions.find(token)).not.toBeNull();
      clock.now += 2 * MINUTE;
      expect(await sessions.use(token)).toBeNull();

      const used = await sessions.create("key-1");
      clock.now += 19 * MINUTE;
      expect(await sessions.use(used.token)).toMatchObject({ usedAt: new Date(clock.now) });
      clock.now += 19 * MINUTE;
      expect(await atTime(clock.now).sessions.find(used.token)).not.toBeNull();
    });

    it("are deleted with expired links once they have expired", async () => {
      // Later than any session of other tests lasts.
      const { clock, sessions } = atTime(Date.now() + 24 * 60 * MINUTE);
      const { database } = stores();
      await sessions.deleteExpired();
      const old = await sessions.create("key-expired");
      await sessions.createLink("key-expired");
      clock.now += 19 * MINUTE;
      const young = await sessions.create("key-expired");
      await sessions.createLink("key-expired");
      clock.now += 2 * MINUTE;
      expect(await sessions.deleteExpired()).toBe(2);
      const left = await database.run((run) =>
        run.select({ id: sessionTable.id }).from(sessionTable).where(eq(sessionTable.key_id, "key-expired")),
      );
      expect(left).toEqual([{ id: young.session.id }]);
      expect(await sessions.use(old.token)).toBeNull();
    });

    it("of one key are limited: a further one ends the oldest", async () => {
      const { sessions, database } = stores();
      const oldest = await sessions.create("key-many");
      const created_at = new Date(oldest.session.createdAt.getTime() + 1).toISOString();
      const expires_at = oldest.session.expiresAt.toISOString();
      await database.run((run) =>
        run.insert(sessionTable).values(
          Array.from({ length: 999 }, () => {
            const id = uuidv7();
            return {
              id,
              sha256: sha256(id),
              key_id: "key-many",
              created_at,
              expires_at,
              used_at: created_at,
            };
          }),
        ),
      );
      expect(await sessions.find(oldest.token)).not.toBeNull();
      await eventually(() => expect(Date.now()).toBeGreaterThan(Date.parse(created_at)));
      const newest = await sessions.create("key-many");
      const kept = await database.run((run) =>
        run.select({ id: sessionTable.id }).from(sessionTable).where(eq(sessionTable.key_id, "key-many")),
      );
      expect(kept).toHaveLength(1000);
      expect(kept.map(({ id }) => id)).toContain(newest.session.id);
      expect(kept.map(({ id }) => id)).not.toContain(oldest.session.id);
    });
  });

  describe("sign-in links", () => {
    it("create one session of their key", async () => {
      const { sessions, elsewhere, database } = stores();
      const { token, expiresAt } = await sessions.createLink("key-2");
      expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect(expiresAt.getTime()).toBeGreaterThan(Date.now());
      const rows = await database.run((run) => rowsOf(run, sql`SELECT * FROM gavel.sign_in_links`));
      expect(JSON.stringify(rows)).not.toContain(token);
      const redeemed = await elsewhere.sessions.redeemLink(token);
      expect(redeemed?.session.keyId).toBe("key-2");
      expect(await sessions.use(redeemed!.token)).toEqual(redeemed!.session);
      for (const store of [sessions, elsewhere.sessions]) expect(await store.redeemLink(token)).toBeNull();
    });

    it("that are used several times at the same moment create one session", async () => {
      const { sessions, elsewhere } = stores();
      const { token } = await sessions.createLink("key-2");
      const attempts = Array.from({ length: 12 }, (_, index) =>
        (index % 2 === 0 ? sessions : elsewhere.sessions).redeemLink(token),
      );
      expect((await Promise.all(attempts)).filter((created) => created !== null)).toHaveLength(1);
    });

    it("expire after ten minutes", async () => {
      const { clock, sessions } = atTime();
      const [late, inTime] = [await sessions.createLink("key-2"), await sessions.createLink("key-2")];
      clock.now += 10 * MINUTE - 1;
      expect(await sessions.redeemLink(inTime.token)).not.toBeNull();
      clock.now += 1;
      expect(await sessions.redeemLink(late.token)).toBeNull();
    });

    it("of one key are limited: a further one replaces the oldest", async () => {
      const { clock, sessions } = atTime();
      const oldest = await sessions.createLink("key-links");
      clock.now += 1;
      for (let count = 0; count < 100; count += 1) await sessions.createLink("key-links");
      expect(await sessions.redeemLink(oldest.token)).toBeNull();
      const kept = await stores().database.run((run) =>
        run
          .select({ sha256: signInLinks.sha256 })
          .from(signInLinks)
          .where(eq(signInLinks.key_id, "key-links")),
      );
      expect(kept).toHaveLength(100);
    });
  });

  describe("the sessions and links of a key", () => {
    it("end when it is revoked", async () => {
      const { keys, sessions, elsewhere } = stores();
      const { id } = await keys.create("analyst", ["verdicts:read"]);
      const { token } = await sessions.create(id);
      const link = await sessions.createLink(id);
      expect(await elsewhere.sessions.find(token)).not.toBeNull();
      await keys.revoke(id);
      expect(await keys.callerOf(id)).toBeNull();
      await eventually(async () => expect(await elsewhere.sessions.find(token)).toBeNull());
      expect(await sessions.redeemLink(link.token)).toBeNull();
    });

    it("end when another key of the environment replaces it, even if it is restored later", async () => {
      const { keys, sessions } = stores();
      const { id } = await keys.ensure("a-key-of-the-environment-with-sessions");
      const { token } = await sessions.create(id);
      await keys.ensure("a-key-that-replaces-the-one-with-sessions");
      expect(await keys.callerOf(id)).toBeNull();
      await keys.ensure("a-key-of-the-environment-with-sessions");
      expect(await keys.callerOf(id)).toEqual({ keyId: id, scopes: ["admin"] });
      await eventually(async () => expect(await sessions.find(token)).toBeNull());
    });

    it("leave entries in the audit log, without their tokens", async () => {
      const { keys, sessions, audit } = stores();
      const { id } = await keys.create("audited", ["verdicts:read"]);
      const { session, token } = await sessions.create(id);
      const link = await sessions.createLink(id);
      const linked = await sessions.redeemLink(link.token);
      await sessions.end(session, session.keyId);
      const { entries } = await audit.list({ filter: { actor: id }, limit: 10, order: "asc" });
      expect(entries.map(({ action, subject, detail }) => [action, subject, detail])).toEqual([
        ["session.created", "/session", { session: session.id, by: "key" }],
        ["session.link_created", "/session/links", { expires_at: link.expiresAt.toISOString() }],
        ["session.created", "/session", { session: linked!.session.id, by: "link" }],
        ["session.ended", "/session", { session: session.id }],
      ]);
      for (const secret of [token, link.token, linked!.token]) {
        expect(JSON.stringify(entries)).not.toContain(secret);
      }
    });
  });

  describe("callers by the id of their key", () => {
    it("are those of valid keys, with their scopes", async () => {
      const { keys } = stores();
      const { id } = await keys.create("by id", ["classify"]);
      expect(await keys.callerOf(id)).toEqual({ keyId: id, scopes: ["classify"] });
      // A notification of the new key may discard what was read meanwhile.
      await eventually(() => expect(keys.recallCallerOf(id)).toEqual({ keyId: id, scopes: ["classify"] }));
      for (const unknown of ["", "none", "__proto__", "a\u0000b"]) {
        expect(await keys.callerOf(unknown)).toBeNull();
        expect(keys.recallCallerOf(unknown)).toBeNull();
      }
    });
  });
}
