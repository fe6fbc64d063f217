import type { Category } from "../../schemas/policy.ts";
import type { PolicyDiff } from "../../schemas/policy-diff.ts";
import type { ParsedPolicy } from "../policy.ts";

/** Fields that are compared by code. */
const CODES: ReadonlySet<string> = new Set(["categories", "rules"]);

/** What changed in what a policy means, apart from the words of its text. */
export function changesOf(
  from: ParsedPolicy,
  to: ParsedPolicy,
): Pick<PolicyDiff, "categories" | "rules" | "settings"> {
  return {
    categories: categoryChanges(from.categories, to.categories),
    rules: { added: without(to.rules, from.rules), removed: without(from.rules, to.rules) },
    settings: settingChanges({ ...from.frontMatter }, { ...to.frontMatter }),
  };
}

function categoryChanges(from: readonly Category[], to: readonly Category[]): PolicyDiff["categories"] {
  const before = new Map(from.map((category) => [category.code, category]));
  const after = new Set(to.map(({ code }) => code));
  return {
    added: to.filter(({ code }) => !before.has(code)),
    removed: from.filter(({ code }) => !after.has(code)),
    changed: to.flatMap((category) => {
      const earlier = before.get(category.code);
      return earlier === undefined || meaningOf(earlier) === meaningOf(category)
        ? []
        : [{ from: earlier, to: category }];
    }),
  };
}

/** The default decision of a category is a violation. */
function meaningOf({ title, violation = 1, severity, action }: Category): string {
  return JSON.stringify([title, violation, severity, action]);
}

function settingChanges(
  from: Readonly<Record<string, unknown>>,
  to: Readonly<Record<string, unknown>>,
): PolicyDiff["settings"] {
  const names = new Set([...Object.keys(from), ...Object.keys(to)]);
  return [...names]
    .filter((name) => !CODES.has(name) && JSON.stringify(from[name]) !== JSON.stringify(to[name]))
    .map((name) => ({ name, from: from[name] ?? null, to: to[name] ?? null }));
}

function without(codes: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return codes.filter((code) => !known.has(code));
}
