import type { PolicyDiff } from "../../../../packages/client/src/client.ts";
import { Tag } from "../../../kit/tag.tsx";

type Category = PolicyDiff["categories"]["added"][number];

/** The changes of codes and settings, each with its name. */
export function CodeChanges({ diff }: { readonly diff: PolicyDiff }) {
  const { categories, rules, settings, from, to } = diff;
  const lines = [
    ...categories.added.map((category) => ({
      what: "Added",
      tone: "allowed" as const,
      words: named(category),
    })),
    ...categories.removed.map((category) => ({
      what: "Removed",
      tone: "violation" as const,
      words: named(category),
    })),
    ...categories.changed.map((change) => ({
      what: "Changed",
      tone: "review" as const,
      words: changed(change),
    })),
    ...rules.added.map((code) => ({ what: "Added", tone: "allowed" as const, words: `rule ${code}` })),
    ...rules.removed.map((code) => ({ what: "Removed", tone: "violation" as const, words: `rule ${code}` })),
    ...settings.map(({ name, from: before, to: after }) => ({
      what: "Changed",
      tone: "review" as const,
      words: `${name}: ${shown(before)} → ${shown(after)}`,
    })),
  ];
  return (
    <>
      {lines.length === 0 ? (
        <p class="muted">The same categories, rules and settings: only the text differs.</p>
      ) : (
        <ul class="changes">
          {lines.map(({ what, tone, words }) => (
            <li key={what + words}>
              <Tag tone={tone}>{what}</Tag>
              <span>{words}</span>
            </li>
          ))}
        </ul>
      )}
      <p class="muted">{`${from.tokens} → ${to.tokens} tokens (${signed(to.tokens - from.tokens)})`}</p>
    </>
  );
}

function named({ code, title }: Category): string {
  return `category ${code}${title === undefined ? "" : `, ${title}`}`;
}

const FIELDS = ["title", "violation", "severity", "action"] as const;

function changed({ from, to }: { readonly from: Category; readonly to: Category }): string {
  const differences = FIELDS.filter((field) => from[field] !== to[field]).map(
    (field) => `${field} ${shown(from[field] ?? null)} → ${shown(to[field] ?? null)}`,
  );
  return `category ${to.code}: ${differences.join(", ")}`;
}

function shown(value: unknown): string {
  if (value === null) return "none";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function signed(count: number): string {
  return count > 0 ? `+${count}` : String(count);
}
