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
  /** The policy brought its own output schema, so codes narrow nothing. */
  readonly custom: boolean;
  /** Line of what looks like front matter and is read as text; null if there is none. */
  readonly ignoredFrontMatter: number | null;
}

/** What the author of an accepted policy should look at. */
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
    "A code seems to stand here in a form that is not read (SP2, SP2.a, H3.f are). Declare it in the front matter.",
  severity_not_category:
    "These codes look like severities or priorities and were not taken for categories. Declare them if they are categories.",
  code_contradiction:
    "A title here says that a category is allowed, and another place does not. It was taken for violating; declare its violation in the front matter.",
  too_many_codes:
    "The text has more codes than a policy may have (200 categories, 1000 rules); the rest was left out.",
  too_many_lines:
    "The text has more lines than are looked through for codes; none was looked for from here on.",
  comment_found:
    "A comment defines no codes, and the model reads it all the same. Remove it from the document.",
  comment_unclosed: "A comment opens here and nothing closes it, so no codes were looked for after it.",
  sample_unclosed: "A fenced block opens here and nothing closes it, so no codes were looked for after it.",
  front_matter_ignored:
    "This looks like front matter and was read as text, so nothing in it counts. Front matter is the document's first lines, between a line --- and the next line ---.",
} as const satisfies Partial<Record<PolicyWarningCode, string>>;
