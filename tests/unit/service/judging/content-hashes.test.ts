import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ContentHashes } from "../../../../service/judging/content-hashes.ts";

const started = async (key: string): Promise<ContentHashes> => {
  const hashes = new ContentHashes(() => Promise.resolve(Buffer.from(key)));
  await hashes.start();
  return hashes;
};

describe("ContentHashes", () => {
  it("are HMAC-SHA256 of the bytes of a text, or of a conversation as canonical JSON", async () => {
    const hashes = await started("key");
    const hmac = (text: string) => createHmac("sha256", "key").update(text).digest("hex");
    expect(hashes.ofContent("naïve 🦉")).toBe(hmac("naïve 🦉"));
    const messages = [{ role: "user", content: "hi" }];
    expect(hashes.ofContent({ messages })).toBe(hmac('{"messages":[{"content":"hi","role":"user"}]}'));
    expect(hashes.ofBytes().update("na").update("ïve").digest("hex")).toBe(hmac("naïve"));
  });

  it("differ between keys, and need a key", async () => {
    const [a, b] = [await started("a"), await started("b")];
    expect(a.ofText("x")).not.toBe(b.ofText("x"));
    expect(() => new ContentHashes(() => Promise.resolve(Buffer.from("a"))).ofText("x")).toThrow();
  });
});
