import { isObject } from "../../../schemas/is-object.ts";
import { GoldenFileError, type GoldenItem, type SkippedRecord } from "../golden-item.ts";
import type { JsonFormat } from "./format.ts";

/**
 * The data sets of openai-guardrails: {"id", "data", "expected_triggers": {NAME: true or false}}. `label` names the
 * guardrail that the policy implements; it may be omitted if there is only one.
 */
export const GUARDRAILS: JsonFormat = {
  name: "openai-guardrails",
  matches: (records) =>
    records.length > 0 &&
    records.every(({ value }) => typeof value["data"] === "string" && isObject(value["expected_triggers"])),
  read: (records, { label }) => {
    const names = [
      ...new Set(records.flatMap(({ value }) => Object.keys(value["expected_triggers"] as object))),
    ];
    const name = label ?? (names.length === 1 ? names[0]! : null);
    if (name === null || !names.includes(name)) {
      throw new GoldenFileError(`Name the guardrail that the policy implements: ${names.join(", ")}.`);
    }
    const items: GoldenItem[] = [];
    const skipped: SkippedRecord[] = [];
    for (const { value, line } of records) {
      const content = value["data"] as string;
      const triggered = (value["expected_triggers"] as Record<string, unknown>)[name];
      const violation = typeof triggered === "boolean" ? (Number(triggered) as 0 | 1) : null;
      const id = typeof value["id"] === "string" ? value["id"] : `line-${line}`;
      if (content.trim() === "") skipped.push({ line, reason: "data is empty" });
      else items.push({ id, content, violation, tags: [] });
    }
    return { items, skipped };
  },
};
