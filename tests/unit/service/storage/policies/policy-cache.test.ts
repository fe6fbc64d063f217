import { describe, expect, it } from "vitest";
import { PolicyCache } from "../../../../../service/storage/policies/policy-cache.ts";
import { newPolicy } from "../../../../helpers/stores.ts";

describe("PolicyCache", () => {
  const text = (name: string): string => `# ${name}\n\n${"SP1 No adverts. ".repeat(6)}\n`;

  it("evicts the least recently used when it is full", () => {
    const policies = ["one", "two", "six"].map((name) => newPolicy(text(name)));
    const cache = new PolicyCache((policies[0]?.source.length ?? 0) * 2);
    const has = (): boolean[] => policies.map(({ sha256 }) => cache.get(sha256) !== undefined);
    for (const policy of policies.slice(0, 2)) cache.add(policy);
    cache.get(policies[0]?.sha256 ?? "");
    for (const policy of policies.slice(2)) cache.add(policy);
    expect(has()).toEqual([true, false, true]);
  });

  it("keeps a single policy that is too large", () => {
    const policy = newPolicy(text("large"));
    const cache = new PolicyCache(1);
    cache.add(policy);
    expect(cache.get(policy.sha256)).toBe(policy);
  });

  it("loads each unknown digest once and parses what it loaded", async () => {
    const cache = new PolicyCache();
    const [known, unknown] = [newPolicy(text("known")), newPolicy(text("unknown"))];
    cache.add(known);
    const asked: string[][] = [];
    const load = async (missing: readonly string[]) => {
      asked.push([...missing]);
      return new Map([[unknown.sha256, Buffer.from(unknown.source)]]);
    };
    const digests = [unknown.sha256, known.sha256, unknown.sha256];
    expect((await cache.getAll(digests, load)).get(unknown.sha256)).toEqual(unknown);
    await cache.getAll(digests, load);
    expect(asked).toEqual([[unknown.sha256]]);
  });
});
