import { MAX_FINDINGS_PER_RULE, type PolicyFinding, type PolicyLint } from "../../schemas/policy-lint.ts";
import { Steps } from "../codes/steps.ts";
import { PolicyError } from "../errors.ts";
import { parsePolicy } from "../parse-policy.ts";
import type { ParsedPolicy } from "../policy.ts";
import { CHECKS } from "./checks.ts";
import { type ContextUse, type LintedPolicy, readForLint } from "./linted-policy.ts";
import { refusalFindings } from "./refusals.ts";
import { policyTokens, type PromptPrice } from "./section-tokens.ts";

/** The tokenizer and the engine checks that the linter needs, which other rooms provide. */
export interface LintOptions {
  readonly countTokens: (text: string) => number;
  /** Throws PolicyError if no item can be judged under the policy. */
  readonly assertRunnable: (policy: ParsedPolicy) => void;
  /** Without it, findings and figures about the engine's context are omitted. */
  readonly contextUse?: (policy: ParsedPolicy) => ContextUse;
  readonly price?: PromptPrice | null;
  /** Whether the engine may return no score. Default: false, also if no engine is known. */
  readonly mayLackScores?: boolean;
}

/** Lints a document as it would be uploaded. A document that would be refused has findings that are errors. */
export function lintDocument(bytes: Uint8Array, options: LintOptions): PolicyLint {
  let policy: ParsedPolicy | null = null;
  try {
    policy = parsePolicy(bytes);
    options.assertRunnable(policy);
    return lintPolicy(policy, options);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const refused = refusalFindings(error);
    // The advice on a text that is too long, for example, is how to make it shorter.
    const lint = policy === null ? null : lintPolicy(policy, withoutContextUnless(error, options));
    return {
      runnable: false,
      findings: [...refused, ...(lint?.findings ?? [])],
      omitted: lint?.omitted ?? 0,
      tokens: lint?.tokens ?? null,
    };
  }
}

/** Only a document that is too long has a prompt that can be measured. */
function withoutContextUnless({ code }: PolicyError, options: LintOptions): LintOptions {
  const { contextUse, ...others } = options;
  return contextUse === undefined || code !== "policy_too_long" ? others : options;
}

/** Lints a policy that was accepted. Takes linear time, whatever the text contains. */
export function lintPolicy(
  policy: ParsedPolicy,
  { countTokens, contextUse, price = null, mayLackScores = false }: LintOptions,
  steps = new Steps(),
): PolicyLint {
  const linted = readForLint(policy, {
    countTokens,
    context: contextUse?.(policy) ?? null,
    mayLackScores,
    steps,
  });
  const { findings, omitted } = runChecks(linted);
  return { runnable: true, findings, omitted, tokens: policyTokens(linted, price) };
}

function runChecks(policy: LintedPolicy): Pick<PolicyLint, "findings" | "omitted"> {
  let omitted = 0;
  const findings = CHECKS.flatMap(({ rule, severity, find }): PolicyFinding[] => {
    const found = find(policy);
    omitted += Math.max(0, found.length - MAX_FINDINGS_PER_RULE);
    return found.slice(0, MAX_FINDINGS_PER_RULE).map((each) => ({
      rule,
      severity: each.severity ?? severity,
      message: each.message,
      range: each.range,
      suggestion: each.suggestion ?? null,
    }));
  });
  return { findings: findings.sort(byPosition), omitted };
}

/** Findings of the whole document first. */
function byPosition({ range: one }: PolicyFinding, { range: other }: PolicyFinding): number {
  return (one?.line ?? 0) - (other?.line ?? 0) || (one?.column ?? 0) - (other?.column ?? 0);
}
