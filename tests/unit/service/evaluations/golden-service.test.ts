import { describe, expect, it } from "vitest";
import type { NewGoldenVersion } from "../../../../service/evaluations/golden-store.ts";
import { GoldenService } from "../../../../service/evaluations/golden-service.ts";
import { newPolicy } from "../../../helpers/stores.ts";

function serviceFor(policy: string) {
  const stored: NewGoldenVersion[] = [];
  const service = new GoldenService({
    goldenSets: {
      put: async (golden) => {
        stored.push(golden);
        const { name, format, items } = golden;
        const version = { name, version: 1, sha256: "0".repeat(64), format, items: items.length };
        return {
          version: { ...version, labelled: 0, violations: 0, created_at: new Date().toISOString() },
          created: true,
        };
      },
    },
    policies: {
      getActiveVersion: async (policyId) => ({
        policyId,
        version: 1,
        active: true,
        createdAt: new Date(),
        policy: newPolicy(policy),
      }),
    },
  });
  return { service, stored };
}

const DECLARED =
  "---\ncategories:\n  - { code: OK1, violation: 0 }\n  - { code: SP0 }\n---\n# Spam\n\nOffers.\n";
const INFERRED = "# Spam\n\nOK1 Not spam.\n\nSP0 Spam: offers of prizes.\n";
const CODES = "content,label\nhello,OK1\nWIN,SP0\n";

describe("GoldenService", () => {
  it("reads codes as the policy declares them, and does not rely on inferred ones", async () => {
    const declared = serviceFor(DECLARED);
    await declared.service.put("cases", CODES, { policy_id: "spam" });
    expect(declared.stored[0]?.items.map(({ violation }) => violation)).toEqual([0, 1]);
    const inferred = serviceFor(INFERRED);
    await inferred.service.put("cases", CODES, { policy_id: "spam" });
    expect(inferred.stored[0]?.items.map(({ violation }) => violation)).toEqual([1, 0]);
  });

  it("skips items that exceed what can be judged, and names them without their content", async () => {
    const { service, stored } = serviceFor(DECLARED);
    const long = JSON.stringify({ id: "long", content: "x".repeat(200_001) });
    const { skipped } = await service.put("cases", `${long}\n{"id": "ok", "content": "y"}\n`, {});
    expect(stored[0]?.items.map(({ id }) => id)).toEqual(["ok"]);
    expect(skipped).toMatchObject({ total: 1, records: [{ line: null }] });
    expect(skipped.records[0]?.reason).toMatch(/^item long: \/content .{1,200}$/);
  });

  it("lists the first skipped records and counts all", async () => {
    const { service } = serviceFor(DECLARED);
    const bad = "not json\n".repeat(250);
    const { skipped } = await service.put("cases", `{"content": "y"}\n${bad}`, {});
    expect(skipped.total).toBe(250);
    expect(skipped.records).toHaveLength(100);
  });

  it("refuses more tags than a report has figures for", async () => {
    const { service } = serviceFor(DECLARED);
    const lines = Array.from({ length: 201 }, (_, n) =>
      JSON.stringify({ content: `c${n}`, tags: [`t${n}`] }),
    );
    await expect(service.put("cases", lines.join("\n"), {})).rejects.toMatchObject({
      code: "golden_set_invalid",
    });
  });
});
