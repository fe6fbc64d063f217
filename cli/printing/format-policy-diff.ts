import type { PolicyDiff } from "../../packages/client/src/client.ts";
import { oneLine, plainText } from "./plain-text.ts";
import type { Style } from "./style.ts";

const WIDTH = 90;

/** What changed between two versions, for people: the meaning first, then the text. */
export function formatPolicyDiff(diff: PolicyDiff, style: Style): string {
  const { policy_id, from, to, text } = diff;
  const head = style.bold(`${policy_id} version ${from.version} -> ${to.version}`);
  if (text === "") return `${head}\n\nThe documents are identical.\n`;
  const changes = [...codeChanges(diff, style), ...otherChanges(diff)];
  return `${head}\n${changes.map((line) => `  ${line}\n`).join("")}\n${formatText(text, style)}`;
}

function codeChanges({ categories, rules }: PolicyDiff, style: Style): readonly string[] {
  const plus = (text: string) => style.green(`+ ${text}`);
  const minus = (text: string) => style.red(`- ${text}`);
  return [
    ...categories.removed.map((category) => minus(`category ${nameOf(category)}`)),
    ...categories.added.map((category) => plus(`category ${nameOf(category)}`)),
    ...categories.changed.flatMap((change) => [
      minus(`category ${nameOf(change.from)}`),
      plus(`category ${nameOf(change.to)}`),
    ]),
    ...(rules.removed.length > 0 ? [minus(`rules ${plainText(rules.removed.join(", "))}`)] : []),
    ...(rules.added.length > 0 ? [plus(`rules ${plainText(rules.added.join(", "))}`)] : []),
  ];
}

function otherChanges({ from, to, settings }: PolicyDiff): readonly string[] {
  const difference = to.tokens - from.tokens;
  const kinds = (["categories", "rules"] as const).filter(
    (kind) => from.inferred[kind] !== to.inferred[kind],
  );
  return [
    ...kinds.map((kind) => `${kind} are now ${to.inferred[kind] ? "inferred" : "declared"}`),
    ...settings.map((setting) => `${setting.name}: ${valueOf(setting.from)} -> ${valueOf(setting.to)}`),
    `length: ${from.tokens} -> ${to.tokens} tokens (${difference > 0 ? "+" : ""}${difference})`,
  ];
}

function nameOf({
  code,
  title,
  violation,
  severity,
  action,
}: PolicyDiff["categories"]["added"][number]): string {
  const notes = [
    ...(violation === 0 ? ["allowed"] : []),
    ...(severity === undefined ? [] : [`severity ${severity}`]),
    ...(action === undefined ? [] : [action]),
  ];
  return oneLine(
    `${code}${title === undefined ? "" : ` ${title}`}${notes.length > 0 ? ` (${notes.join(", ")})` : ""}`,
    WIDTH,
  );
}

function valueOf(value: unknown): string {
  return value === null ? "none" : oneLine(JSON.stringify(value), WIDTH);
}

function formatText(text: string, style: Style): string {
  const lines = text.split("\n").map((line) => {
    const plain = plainText(line);
    if (/^(\+\+\+|---|===)/.test(line)) return style.bold(plain);
    if (line.startsWith("@@")) return style.dim(plain);
    if (line.startsWith("+")) return style.green(plain);
    return line.startsWith("-") ? style.red(plain) : plain;
  });
  return lines.join("\n");
}
