import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { PolicyError } from "../../../policies/errors.ts";
import { parsePolicy } from "../../../policies/parse-policy.ts";
import type { ParsedPolicy } from "../../../policies/policy.ts";
import { rulesFoundIn } from "./lint/lint-text.ts";
import { accepts, CASES, RIGHT_OF_FILES, type RightValues } from "./policy-cases.ts";

interface Case {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly right: RightValues;
}

/** The suite's own cases, and the files of a folder that GAVEL_CASES names: some of them have known expected values. */
function allCases(): Case[] {
  const own = Object.entries(CASES).map(([name, { text, ...right }]) => ({
    name,
    bytes: new TextEncoder().encode(text),
    right,
  }));
  const folder = process.env["GAVEL_CASES"];
  if (folder === undefined) return own;
  const files = readdirSync(folder).filter((name) => name.endsWith(".md") && name !== "README.md");
  return [
    ...own,
    ...files.map((file) => ({
      name: file,
      bytes: readFileSync(path.join(folder, file)),
      right: RIGHT_OF_FILES[path.basename(file, ".md")] ?? {},
    })),
  ];
}

function understood(bytes: Uint8Array): ParsedPolicy | PolicyError {
  try {
    return parsePolicy(bytes);
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
}

describe.each(allCases())("$name", ({ bytes, right }) => {
  const policy = understood(bytes);

  it("is refused with a pointer and a reason, or parsed", () => {
    if (policy instanceof PolicyError) {
      expect(right.refused ?? policy.faults[0]?.pointer).toBe(policy.faults[0]?.pointer);
      expect(policy.faults[0]?.message.length).toBeGreaterThan(10);
      return;
    }
    expect(right.refused).toBeUndefined();
    const found = policy.categories.map(({ code }) => code);
    for (const code of right.codes ?? []) expect(found).toContain(code);
    for (const code of right.never ?? []) expect([...found, ...policy.rules]).not.toContain(code);
    expect(rulesFoundIn(bytes)).toEqual(expect.arrayContaining([...(right.findings ?? [])]));
    const allowed = policy.categories.filter(({ violation }) => violation === 0).map(({ code }) => code);
    if (right.codes !== undefined) expect(allowed).toEqual(right.allowed ?? []);
  });

  it("does not enforce what was inferred", () => {
    if (policy instanceof PolicyError || policy.verdictSchema.custom || !policy.inferred.categories) return;
    for (const code of [...policy.categories.map((category) => category.code), null]) {
      expect([accepts(policy, 0, code), accepts(policy, 1, code)]).toEqual([true, true]);
    }
  });
});
