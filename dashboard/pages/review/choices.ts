import type { Schemas } from "../../../packages/client/src/client.ts";

/** A verdict that a reviewer may choose instead of the model's. */
export interface Choice {
  /** The key that chooses it: 0 to 9. Null: there are more choices than digits. */
  readonly key: string | null;
  readonly violation: 0 | 1;
  readonly category: string | null;
  readonly words: string;
}

type Category = Schemas["PolicyVersion"]["categories"][number];

const DIGITS = 9;

/** 0 is "No violation"; the policy's categories follow, violations first. The model's own decision is omitted. */
export function overturnChoices(
  categories: readonly Category[],
  verdict: { readonly violation: 0 | 1; readonly policy_category?: unknown } | null,
): readonly Choice[] {
  const violating = categories.filter((category) => category.violation !== 0);
  const allowed = categories.filter((category) => category.violation === 0);
  const options: readonly Omit<Choice, "key">[] = [
    ...violating.map((category) => choiceOf(category, 1)),
    ...(violating.length === 0
      ? [{ violation: 1 as const, category: null, words: "Violation, without a category" }]
      : []),
    ...allowed.map((category) => choiceOf(category, 0)),
  ];
  const none = { violation: 0 as const, category: null, words: "No violation" };
  const decided = typeof verdict?.policy_category === "string" ? verdict.policy_category : null;
  const isDecided = ({ violation, category }: Omit<Choice, "key">): boolean =>
    violation === verdict?.violation && category === decided;
  const numbered = options.map((option, index) => ({
    ...option,
    key: index < DIGITS ? String(index + 1) : null,
  }));
  return [{ ...none, key: "0" }, ...numbered].filter((choice) => !isDecided(choice));
}

function choiceOf({ code, title }: Category, violation: 0 | 1): Omit<Choice, "key"> {
  return { violation, category: code, words: title === undefined ? code : `${code} ${title}` };
}
