import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Database } from "../../../../../service/storage/database/database.ts";
import { DatabaseKeyStore } from "../../../../../service/storage/keys/key-store.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const KEY = "a-key-that-works";
const ROW = { id: "k", scopes: ["classify"], sha256: createHash("sha256").update(KEY).digest("hex") };
const CALLER = { keyId: "k", scopes: ["classify"] };

/** Reads of the table, which end when the test resolves them. */
function keyStore() {
  const reads: { end(rows: readonly object[]): void; fail(): void }[] = [];
  const run = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      reads.push({ end: resolve, fail: () => reject(new Error("database down")) });
    });
  return { keys: new DatabaseKeyStore({ run } as unknown as Database), reads };
}

describe("DatabaseKeyStore", () => {
  it("reads the keys again in the background, once for all calls, while the cached ones are recent enough", async () => {
    const { keys, reads } = keyStore();
    const first = keys.authenticate(KEY);
    reads[0]?.end([ROW]);
    expect(await first).toEqual(CALLER);

    vi.advanceTimersByTime(3000);
    for (let n = 0; n < 50; n += 1) expect(await keys.authenticate(KEY)).toEqual(CALLER);
    expect(reads).toHaveLength(2);
    // Revoked meanwhile.
    reads[1]?.end([]);
    await vi.advanceTimersByTimeAsync(0);
    expect(await keys.authenticate(KEY)).toBeNull();
    expect(reads).toHaveLength(2);
  });

  it("waits for the database when the cached keys are too old, whatever the outcome of the background read", async () => {
    const { keys, reads } = keyStore();
    const first = keys.authenticate(KEY);
    reads[0]?.end([ROW]);
    await first;
    vi.advanceTimersByTime(3000);
    expect(await keys.authenticate(KEY)).toEqual(CALLER);
    reads[1]?.fail();
    await vi.advanceTimersByTimeAsync(2500);
    const late = keys.authenticate(KEY);
    expect(reads).toHaveLength(3);
    reads[2]?.fail();
    await expect(late).rejects.toThrow("database down");
  });
});
