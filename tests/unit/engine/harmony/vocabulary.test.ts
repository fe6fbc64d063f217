import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { vocabulary, vocabularyPath } from "../../../../engine/harmony/vocabulary.ts";

describe("vocabulary", () => {
  it("is the file the Harmony reference expects", () => {
    // openai/harmony, src/tiktoken_ext/public_encodings.rs, expected_hash of o200k_harmony.
    const sha256 = createHash("sha256").update(readFileSync(vocabularyPath())).digest("hex");
    expect(sha256).toBe("446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d");
  });

  it("has every id from 0 to 199997 once, and every single byte", () => {
    const { idOf, byteStringOf } = vocabulary();
    expect(byteStringOf).toHaveLength(199_998);
    expect(idOf.size).toBe(199_998);
    expect(byteStringOf.every((bytes, id) => bytes !== "" && idOf.get(bytes) === id)).toBe(true);
    expect(Array.from({ length: 256 }, (_, byte) => idOf.has(String.fromCharCode(byte)))).not.toContain(
      false,
    );
  });
});
