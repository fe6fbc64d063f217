import type { Engine } from "../../engine/engine.ts";
import { linkSignals } from "../../engine/waiting/link-signals.ts";
import { parsePolicy } from "../../policies/parse-policy.ts";
import type { Config } from "../config/config.ts";
import { attemptFailure } from "./attempt-failure.ts";
import { judge } from "./judge.ts";
import { preparePolicy } from "./prepared-policies.ts";

/**
 * Two items that any working model judges correctly, one of each kind: wrong weights, a wrong prompt or a label that is
 * never chosen shows here before it shows in verdicts.
 */
const POLICY = `# Account phishing

## Instructions
Decide whether the content violates this policy.

## Criteria
- P1: Asks the reader for a password, a PIN or a login code.
- P0: Everything else, allowed.

## Examples
- "Reply with your password to keep your account" is P1.
- "Lunch at noon?" is P0.
`;

const ITEMS = [
  {
    content: "Your mailbox is full. Reply with your password and your PIN now or lose your account.",
    violation: 1,
  },
  { content: "The meeting has moved to three o'clock. See you there!", violation: 0 },
] as const;

const TIMEOUT_MS = 120_000;

export interface SelfTestResult {
  readonly passed: boolean;
  readonly detail: string;
}

/** Judges the two known items. Never throws: a self-test that cannot run has not passed. */
export async function selfTest(
  engine: Engine,
  settings: Pick<Config["engine"], "maxReasoningTokens" | "seed">,
  closing: AbortSignal,
): Promise<SelfTestResult> {
  const policy = preparePolicy(parsePolicy(new TextEncoder().encode(POLICY)), "low");
  const { signal, unlink } = linkSignals([closing], { timeoutMs: TIMEOUT_MS });
  try {
    const completions = await Promise.all(
      ITEMS.map(({ content }) => judge(engine, settings, policy, content, "low", signal)),
    );
    const correct = completions.filter(
      ({ verdict }, index) => verdict.violation === ITEMS[index]?.violation,
    ).length;
    return {
      passed: correct === ITEMS.length,
      detail: `${correct} of ${ITEMS.length} known items judged correctly`,
    };
  } catch (error) {
    return { passed: false, detail: `the known items could not be judged: ${attemptFailure(error).code}` };
  } finally {
    unlink();
  }
}
