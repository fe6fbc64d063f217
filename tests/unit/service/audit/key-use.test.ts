import { describe, expect, it } from "vitest";
import type { NewAuditEntry } from "../../../../service/audit/audit-log.ts";
import { KeyUse } from "../../../../service/audit/key-use.ts";

function makeUse() {
  const written: NewAuditEntry[][] = [];
  const errors: string[] = [];
  const state = { now: new Date("2026-11-28T23:59:00Z"), fails: false };
  const use = new KeyUse({
    log: {
      append: async (entries) => {
        if (state.fails) throw new Error("The database does not respond");
        written.push([...entries]);
      },
    },
    logger: { error: (_: unknown, message?: string) => void errors.push(message ?? "") },
    now: () => state.now,
  });
  return { use, written, errors, state };
}

describe("KeyUse", () => {
  it("writes one entry for each key and day", async () => {
    const { use, written, state } = makeUse();
    for (const key of ["a", "a", "b", "a"]) use.note(key);
    await use.close();
    state.now = new Date("2026-11-29T00:00:01Z");
    use.note("a");
    use.note("a");
    await use.close();
    expect(written.flat()).toEqual([
      { actor: "a", action: "key.used", subject: "/keys/a", detail: { day: "2026-11-28" } },
      { actor: "b", action: "key.used", subject: "/keys/b", detail: { day: "2026-11-28" } },
      { actor: "a", action: "key.used", subject: "/keys/a", detail: { day: "2026-11-29" } },
    ]);
  });

  it("writes many keys in few transactions, one after the other", async () => {
    const { use, written } = makeUse();
    for (let key = 0; key < 1000; key += 1) use.note(`key ${key}`);
    await use.close();
    expect(written.flat()).toHaveLength(1000);
    expect(written.length).toBeLessThanOrEqual(2);
  });

  it("tries again with the next request if the log cannot be written, and says so", async () => {
    const { use, written, errors, state } = makeUse();
    state.fails = true;
    use.note("a");
    await use.close();
    expect(errors).toEqual(["the use of keys was not recorded in the audit log"]);
    state.fails = false;
    use.note("a");
    await use.close();
    expect(written.flat()).toHaveLength(1);
  });
});
