import { describe, expect, it } from "vitest";
import { digestOf, generateKey } from "../../../../../service/storage/keys/key-format.ts";

describe("generateKey", () => {
  it("generates a key that contains its id and 256 further bits", () => {
    const keys = Array.from({ length: 100 }, generateKey);
    for (const { id, key } of keys) expect(key.startsWith(`gavel_${id}_`)).toBe(true);
    expect(new Set(keys.map(({ key }) => key)).size).toBe(100);
    const secret = keys[0]?.key.slice("gavel_".length + 13) ?? "";
    expect(Buffer.from(secret, "base64url")).toHaveLength(32);
  });
});

describe("digestOf", () => {
  it("digests any string", () => {
    expect(digestOf("")).toMatch(/^[0-9a-f]{64}$/);
    expect(digestOf("a\u0000")).not.toBe(digestOf("a"));
  });
});
