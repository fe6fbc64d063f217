import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readConfig } from "../../../../service/config/read-config.ts";
import { weaknessOf } from "../../../../service/config/weak-key.ts";

describe("weaknessOf", () => {
  it.each([
    "aaaaaaaaaaaaaaaaaaaa",
    "abcabcabcabcabcabc",
    "Xy7-Xy7-Xy7-Xy7-Xy7-",
    "1234567890123456",
    "abcdefghijklmnopqrst",
    "change-me-change-me-please",
    "Your_API_Key_1234",
    "super-secret-password",
    "administrator-key-2026",
  ])("reports that %s is weak", (key) => {
    expect(weaknessOf(key)).not.toBeNull();
  });

  it.each([
    ...Array.from({ length: 20 }, () => randomBytes(32).toString("hex")),
    ...Array.from({ length: 20 }, () => randomBytes(12).toString("base64url")),
    "three-otters-juggle-quietly",
  ])("finds no weakness in %s", (key) => {
    expect(weaknessOf(key)).toBeNull();
  });
});

it("rejects a weak administrator's key without showing it", () => {
  expect(() => readConfig({ GAVEL_API_KEY: "change-me-please-2026" })).toThrow(
    /GAVEL_API_KEY is too weak: it .*openssl rand -hex 32/,
  );
  expect(() => readConfig({ GAVEL_API_KEY: "change-me-please-2026" })).not.toThrow(/change-me/);
});
