import { describe, expect, it } from "vitest";
import { digestOf, generateKey, keyIdOf } from "../../../../service/storage/key-format.ts";

describe("generateKey", () => {
  it("gives a key that holds its id and 256 further bits", () => {
    const keys = Array.from({ length: 100 }, generateKey);
    for (const { id, key } of keys) expect(keyIdOf(key)).toBe(id);
    expect(new Set(keys.map(({ key }) => key)).size).toBe(100);
    const secret = keys[0]?.key.slice("gavel_".length + 13) ?? "";
    expect(Buffer.from(secret, "base64url")).toHaveLength(32);
  });
});

describe("keyIdOf", () => {
  it.each([
    "",
    "gavel_",
    "gavel__",
    `gavel_environment_${"A".repeat(43)}`,
    `gavel_0123456789ab_${"A".repeat(44)}`,
  ])("finds none in %j", (key) => {
    expect(keyIdOf(key)).toBeNull();
    expect(keyIdOf(`${key}\n`)).toBeNull();
  });

  it("digests any string", () => {
    expect(digestOf("")).toHaveLength(32);
    expect(digestOf("a\u0000").equals(digestOf("a"))).toBe(false);
  });
});
