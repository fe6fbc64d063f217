import { describe, expect, it } from "vitest";
import { PrefixCache } from "../../../../../engine/local/onnx/prefix-cache.ts";

const tokens = (...ids: number[]) => Uint32Array.of(...ids);
const copies = (value: number) => [Float32Array.of(value)];

describe("PrefixCache", () => {
  it("finds what was stored for exactly these tokens", () => {
    const cache = new PrefixCache(100);
    cache.store(tokens(1, 2), 10, () => copies(1));
    expect(cache.find(tokens(1, 2))).toEqual(copies(1));
    expect(cache.find(tokens(1))).toBeUndefined();
    expect(cache.find(tokens(2, 1))).toBeUndefined();
    expect(cache.find(tokens(1, 2, 3))).toBeUndefined();
  });

  it("evicts the least recently used, and stays within its memory", () => {
    const cache = new PrefixCache(30);
    for (const id of [1, 2, 3]) {
      cache.store(tokens(id), 10, () => copies(id));
    }
    cache.find(tokens(1));
    cache.store(tokens(4), 15, () => copies(4));
    expect([1, 2, 3, 4].map((id) => cache.find(tokens(id)) !== undefined)).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect(cache.bytes).toBe(25);
  });

  it("stores nothing twice, and nothing larger than the cache", () => {
    const cache = new PrefixCache(30);
    const never = () => {
      throw new Error("copied for nothing");
    };
    cache.store(tokens(1), 30, () => copies(1));
    cache.store(tokens(1), 30, never);
    cache.store(tokens(2), 31, never);
    expect(cache.find(tokens(1))).toEqual(copies(1));
    new PrefixCache(0).store(tokens(3), 1, never);
  });

  it("copies the caller's array", () => {
    const cache = new PrefixCache(30);
    const key = tokens(1, 2);
    cache.store(key, 10, () => copies(1));
    key[0] = 9;
    expect(cache.find(tokens(1, 2))).toEqual(copies(1));
  });
});
