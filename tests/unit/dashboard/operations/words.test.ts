import { describe, expect, it } from "vitest";
import { subjectPath } from "../../../../dashboard/pages/operations/audit/actions.ts";
import { auditFilter } from "../../../../dashboard/pages/operations/audit/query.ts";
import { verificationWords } from "../../../../dashboard/pages/operations/audit/verification-words.ts";
import { jsonLines } from "../../../../dashboard/pages/operations/batches/json-lines.ts";
import { explainOutcome } from "../../../../dashboard/pages/operations/queue/explain-outcome.ts";
import { formOf, requestOf } from "../../../../dashboard/pages/operations/webhooks/webhook-fields.ts";
import { PRESETS, presetOf, SCOPE_WORDS } from "../../../../dashboard/pages/operations/keys/scopes.ts";
import { formatNumber, formatShare } from "../../../../dashboard/kit/format-number.ts";
import { SCOPES } from "../../../../schemas/api-key.ts";

describe("the texts of the operations pages", () => {
  it("have a cause and a remedy for every outcome", () => {
    expect(explainOutcome("worker_lost")?.remedy).toContain("memory limits");
    expect(explainOutcome("a_code_of_tomorrow")).toBeNull();
    expect(explainOutcome("toString")).toBeNull();
  });

  it("says what the check of the audit log found", () => {
    const head = { position: 1, hash: "0".repeat(64) };
    const valid = { valid: true, entries: 1, head, fault: null };
    expect(verificationWords(valid)).toBe("1 entry forms an unbroken chain.");
    const fault = { position: 8, reason: "missing" } as const;
    expect(verificationWords({ valid: false, entries: 7, head, fault })).toBe(
      "The chain is broken at position 8, after 7 good entries: an entry is missing, or not in its place.",
    );
  });

  it("explains every scope, and recognises presets", () => {
    expect(Object.keys(SCOPE_WORDS).toSorted()).toEqual([...SCOPES].toSorted());
    expect(presetOf(new Set(PRESETS[3]?.scopes))).toBe("on-call");
    expect(presetOf(new Set(["admin"]))).toBeNull();
  });

  it("never rounds a share to nothing or to all", () => {
    expect([0, 0.001, 0.5, 0.999, 1].map(formatShare)).toEqual(["0 %", "<1 %", "50 %", ">99 %", "100 %"]);
    expect([0, 0.414, 9.87, 12_345.6].map(formatNumber)).toEqual(["0", "0.41", "9.9", "12,346"]);
  });
});

describe("the audit log's URL", () => {
  it("requests whole days in the reader's time zone, and ignores unknown parameters", () => {
    const { since, until } = auditFilter({ since: "2026-11-28", until: "2026-11-28" });
    expect(Date.parse(until ?? "") - Date.parse(since ?? "")).toBeGreaterThanOrEqual(23 * 3_600_000);
    expect(new Date(since ?? "").getHours()).toBe(0);
    expect(auditFilter({ action: "nothing", actor: "", since: "soon" })).toEqual({});
  });

  it("leads to the page about a subject", () => {
    const id = "019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10";
    expect(subjectPath(`/verdicts/${id}`)).toBe(`/app/verdicts/${id}`);
    expect(subjectPath("/policies/spam")).toBe("/app/policies/spam");
    expect(subjectPath("/golden-sets/spam")).toBeNull();
  });
});

describe("a webhook's form", () => {
  it("is converted from the service's data and back", () => {
    const fields = {
      url: " https://a.example/ ",
      policies: "spam, hate",
      violation: "0",
      description: " ",
    } as const;
    expect(requestOf(fields)).toEqual({
      url: "https://a.example/",
      policy_ids: ["spam", "hate"],
      violation: 0,
      description: null,
    });
    expect(requestOf(formOf(undefined))).toMatchObject({ policy_ids: null, violation: null });
  });
});

describe("JSON Lines", () => {
  it("are read across the boundaries of chunks, and the source is cancelled when reading stops", async () => {
    const bytes = new TextEncoder().encode('{"a":"é"}\n\n{"a":"2"}\n{"a":"3"}');
    let cancelled = false;
    const body = (): ReadableStream<Uint8Array> => {
      let at = 0;
      return new ReadableStream({
        pull: (controller) => {
          if (at === bytes.length) controller.close();
          else controller.enqueue(bytes.slice(at, (at += 1)));
        },
        cancel: () => void (cancelled = true),
      });
    };
    const all: string[] = [];
    for await (const { a } of jsonLines<{ a: string }>(body())) all.push(a);
    expect(all).toEqual(["é", "2", "3"]);
    for await (const first of jsonLines(body())) {
      expect(first).toEqual({ a: "é" });
      break;
    }
    expect(cancelled).toBe(true);
  });
});
