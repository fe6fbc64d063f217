import type { Category } from "../../schemas/policy.ts";
import { findCodesIn, type FoundCodes } from "../codes/find-codes.ts";
import { type PolicyLine, policyLines } from "../codes/policy-lines.ts";
import { readLines } from "../codes/read-lines.ts";
import type { Steps } from "../codes/steps.ts";
import type { ParsedPolicy } from "../policy.ts";
import { DocumentLines } from "./document-lines.ts";
import { type Example, readExamples } from "./examples.ts";
import { FrontMatterRanges } from "./front-matter-ranges.ts";
import { readOutline, type Section } from "./outline.ts";
import { readSentences, type Sentence } from "./sentence.ts";

/** How a policy fills the context of an engine. */
export interface ContextUse {
  /** The prompt without content. */
  readonly promptTokens: number;
  readonly maxContextTokens: number;
  /** Tokens that are left for content after reasoning and verdict. */
  readonly contentTokens: number;
  /** The bound of the reasoning at the policy's effort. */
  readonly maxReasoningTokens: number;
}

/** The input of the checks: a policy, and its text in the forms that several checks need. */
export interface LintedPolicy {
  readonly policy: ParsedPolicy;
  readonly categories: readonly Category[];
  readonly found: FoundCodes;
  readonly lines: DocumentLines;
  readonly policyLines: readonly PolicyLine[];
  readonly sentences: readonly Sentence[];
  readonly outline: readonly Section[];
  readonly examples: readonly Example[];
  /** Tokens of the text, and of each section of the outline. */
  readonly tokens: number;
  readonly sectionTokens: readonly number[];
  /** Null if no engine is known. */
  readonly context: ContextUse | null;
  /** Whether the configured engine may return no score. */
  readonly mayLackScores: boolean;
  readonly frontMatter: FrontMatterRanges;
  readonly steps: Steps;
}

export interface ReadOptions {
  readonly countTokens: (text: string) => number;
  readonly context: ContextUse | null;
  readonly mayLackScores: boolean;
  readonly steps: Steps;
}

export function readForLint(
  policy: ParsedPolicy,
  { countTokens, context, mayLackScores, steps }: ReadOptions,
): LintedPolicy {
  const read = readLines(policy.instructions, steps);
  const classified = policyLines(read.lines, steps);
  const found = findCodesIn(read, classified, steps);
  const lines = new DocumentLines(policy.instructions, policy.linesBefore);
  const { categories } = policy;
  const outline = readOutline(classified, { found, categories }, lines);
  return {
    policy,
    categories,
    found,
    lines,
    policyLines: classified,
    sentences: readSentences(read.lines, lines, steps),
    outline,
    examples: readExamples(classified, found, outline, steps),
    tokens: countTokens(policy.instructions),
    sectionTokens: outline.map(({ line, last }) => countTokens(lines.slice(line, last))),
    context,
    mayLackScores,
    frontMatter: new FrontMatterRanges(policy.source),
    steps,
  };
}
