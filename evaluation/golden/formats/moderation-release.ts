import { GoldenFileError, type GoldenItem, type SkippedRecord } from "../golden-item.ts";
import type { JsonFormat } from "./format.ts";

/** The categories of the release, as its keys spell them. */
const LABELS = ["S", "H", "V", "HR", "SH", "S3", "H2", "V2"];

/**
 * OpenAI's moderation release (samples-1680.jsonl): a prompt and 0 or 1 for some of eight categories. A missing key
 * means that the prompt has no label for that category. `label` names the category that the policy is about.
 */
export const MODERATION_RELEASE: JsonFormat = {
  name: "openai-moderation",
  matches: (records) =>
    records.length > 0 &&
    records.every(
      ({ value }) =>
        typeof value["prompt"] === "string" &&
        Object.keys(value).every((key) => key === "prompt" || LABELS.includes(key)),
    ),
  read: (records, { label }) => {
    if (label === null || !LABELS.includes(label)) {
      throw new GoldenFileError(
        `Each item has labels for several categories. Name the one that the policy is about: ${LABELS.join(", ")}.`,
      );
    }
    const items: GoldenItem[] = [];
    const skipped: SkippedRecord[] = [];
    for (const { value, line } of records) {
      const violation = value[label] ?? null;
      const content = String(value["prompt"]);
      if (content.trim() === "") {
        skipped.push({ line, reason: "the prompt is empty" });
      } else if (violation === 0 || violation === 1 || violation === null) {
        items.push({
          id: `line-${line}`,
          content,
          violation,
          tags: LABELS.filter((each) => value[each] === 1),
        });
      } else {
        skipped.push({ line, reason: `${label} is neither 0 nor 1` });
      }
    }
    return { items, skipped };
  },
};
