import type { FoundCodes } from "../codes/find-codes.ts";
import { Steps } from "../codes/steps.ts";
import type { InferredCodes } from "../policy.ts";
import type { PolicyWarning, PolicyWarningCode } from "./policy-warning.ts";
import { MAX_LINES, textWarnings } from "./text-warnings.ts";

export interface WarningParts {
  readonly instructions: string;
  /** Lines of the document before the instructions. */
  readonly linesBefore: number;
  readonly found: FoundCodes;
  readonly inferred: InferredCodes;
  /** The policy has its own output schema, so codes do not narrow it. */
  readonly custom: boolean;
  /** Line of text that looks like front matter; null if there is none. */
  readonly ignoredFrontMatter: number | null;
}

/** What the author of an accepted policy should check. */
export function findWarnings(parts: WarningParts, steps = new Steps()): PolicyWarning[] {
  const { linesBefore, ignoredFrontMatter } = parts;
  const ofText = [...codeWarnings(parts), ...textWarnings(parts.instructions, steps)].map((warning) => ({
    ...warning,
    lines: [...new Set(warning.lines)].slice(0, MAX_LINES).map((line) => line + linesBefore),
  }));
  return ignoredFrontMatter === null
    ? ofText
    : [warning("front_matter_ignored", [ignoredFrontMatter]), ...ofText];
}

function codeWarnings({ found, inferred, custom }: WarningParts): PolicyWarning[] {
  const { doubts } = found;
  const isGuessed =
    (inferred.categories && found.categories.length > 0) || (inferred.rules && found.rules.length > 0);
  const warnings = [
    warning("comment_found", doubts.comments),
    warning("comment_unclosed", doubts.openComment),
    warning("sample_unclosed", doubts.openFence),
    warning("too_many_lines", doubts.unreadFrom),
  ];
  if (inferred.categories) {
    warnings.push(
      warning("code_not_understood", doubts.unread),
      warning("severity_not_category", doubts.severities),
      warning("code_contradiction", doubts.contradictions),
    );
  }
  const kept = warnings.filter(({ lines }) => lines.length > 0);
  if (inferred.categories && found.categories.length === 0 && !custom) {
    kept.unshift(warning("no_categories", []));
  }
  if (isGuessed) kept.unshift(warning("codes_inferred", []));
  if (isGuessed && doubts.tooMany) kept.push(warning("too_many_codes", []));
  return kept;
}

function warning(code: keyof typeof MESSAGES, lines: readonly number[] | number | null): PolicyWarning {
  return {
    code,
    message: MESSAGES[code],
    lines: typeof lines === "number" ? [lines] : (lines ?? []),
  };
}

const MESSAGES = {
  codes_inferred:
    "Codes were inferred from the text. The model is offered them, and nothing about them is enforced. Check them and declare them: `inferred.front_matter` holds the lines to put at the top of the document.",
  no_categories:
    "No category was declared or found, so policy_category is always null. Declare categories in the front matter.",
  code_not_understood:
    "This looks like a code in a form that is not recognised (SP2, SP2.a and H3.f are). Declare it in the front matter.",
  severity_not_category:
    "These codes look like severities or priorities and were not read as categories. Declare them if they are categories.",
  code_contradiction:
    "A title here says that a category is allowed, and another definition does not. It was read as violating; declare its violation in the front matter.",
  too_many_codes:
    "The text has more codes than a policy may have (200 categories, 1000 rules); the rest was left out.",
  too_many_lines: "The text has more lines than are searched for codes; the search ended here.",
  comment_found: "A comment defines no codes, but the model reads it. Remove it from the document.",
  comment_unclosed:
    "A comment opens here and is never closed, so the text after it was not searched for codes.",
  sample_unclosed:
    "A fenced block opens here and is never closed, so the text after it was not searched for codes.",
  front_matter_ignored:
    "This looks like front matter but was read as text, so nothing in it takes effect. Front matter is the document's first lines, between a line --- and the next line ---.",
} as const satisfies Partial<Record<PolicyWarningCode, string>>;
