import type { Content } from "../../../schemas/content.ts";
import { isObject } from "../../../schemas/is-object.ts";
import type { GoldenItem, SkippedRecord } from "../golden-item.ts";
import type { JsonFormat, JsonRecord } from "./format.ts";

/**
 * Gavel's own format: {"id", "content", "violation", "policy_category", "rule_ids", "note", "tags", "source"}, of which
 * only content is required. A record with any other member is skipped, because that is most often a misspelt name.
 */
export const GAVEL: JsonFormat = {
  name: "gavel",
  matches: (records) => records.some(({ value }) => "content" in value),
  read: (records) => {
    const items: GoldenItem[] = [];
    const skipped: SkippedRecord[] = [];
    for (const record of records) {
      const fault = faultOf(record.value);
      if (fault === null) items.push(itemOf(record));
      else skipped.push({ line: record.line, reason: fault });
    }
    return { items, skipped };
  },
};

const isText = (value: unknown): boolean => typeof value === "string";
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

/** {"messages": [{"role", "content"}]}, the form of a conversation that was judged. */
function isConversation(value: unknown): boolean {
  if (!isObject(value) || Object.keys(value).length !== 1) return false;
  const messages = value["messages"];
  return (
    Array.isArray(messages) &&
    messages.length > 0 &&
    messages.every((each) => isObject(each) && isText(each["role"]) && isText(each["content"]))
  );
}

const MEMBERS: Readonly<Record<string, readonly [(value: unknown) => boolean, string]>> = {
  id: [
    (value) => isText(value) && /^\S{1,256}$/.test(value as string),
    "a text of up to 256 characters without spaces",
  ],
  content: [
    (value) => (isText(value) ? (value as string).trim() !== "" : isConversation(value)),
    "a non-empty text or a conversation",
  ],
  violation: [(value) => value === 0 || value === 1 || value === null, "0, 1 or null"],
  policy_category: [(value) => value === null || isText(value), "a category's code or null"],
  rule_ids: [isTexts, "a list of texts"],
  note: [isText, "a text"],
  tags: [isTexts, "a list of texts"],
  source: [isText, "a text"],
};

function faultOf(value: JsonRecord["value"]): string | null {
  if (value["content"] === undefined) return "content is missing";
  for (const [name, member] of Object.entries(value)) {
    const known = MEMBERS[name];
    if (known === undefined) return `${name} is not a member of a golden item`;
    if (!known[0](member)) return `${name} is not ${known[1]}`;
  }
  return null;
}

function itemOf({ value, line }: JsonRecord): GoldenItem {
  const { id, content, violation, policy_category, rule_ids, note, tags, source } = value as {
    id?: string;
    content: Content;
    violation?: 0 | 1 | null;
    policy_category?: string | null;
    rule_ids?: string[];
    note?: string;
    tags?: string[];
    source?: string;
  };
  return {
    id: id ?? `line-${line}`,
    content,
    violation: violation ?? null,
    tags: tags ?? [],
    ...(policy_category === undefined ? {} : { policyCategory: policy_category }),
    ...(rule_ids === undefined ? {} : { ruleIds: rule_ids }),
    ...(note === undefined ? {} : { note }),
    ...(source === undefined ? {} : { source }),
  };
}
