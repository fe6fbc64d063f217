import type { EvaluationFigures } from "../../schemas/evaluation-report.ts";
import type { GateCheck, GateDecision } from "../../schemas/gate.ts";
import { checkTarget } from "./check-target.ts";
import type { Comparison } from "./compare.ts";
import type { Target } from "./targets.ts";

/** The significance level at which a loss of accuracy closes the gate. */
const SIGNIFICANT = 0.05;

/** The name of the check that compares a version with the one it replaces. */
export const SIGNIFICANT_LOSS = "no significant loss";

/**
 * Decides whether a policy version may become active: every target is met, every labelled item was judged, and the
 * version is not significantly worse than the one it replaces. A target that cannot be computed is missed. `figures`
 * are null if the version has not been evaluated: the gate is then open only without targets.
 */
export function gate(
  figures: EvaluationFigures | null,
  targets: readonly Target[],
  comparison: Comparison | null,
): GateDecision {
  const checks =
    figures === null
      ? unevaluated(targets)
      : [
          ...targets.map((target) => checkTarget(figures, target)),
          checkJudged(figures),
          ...(comparison === null ? [] : [checkLoss(comparison)]),
        ];
  const reasons = checks.filter(({ passed }) => !passed).map(({ words }) => words);
  return { open: reasons.length === 0, checks, reasons };
}

function unevaluated(targets: readonly Target[]): GateCheck[] {
  if (targets.length === 0) return [];
  return [
    {
      name: "evaluated",
      passed: false,
      target: null,
      words:
        "The policy declares targets, and this version has no finished evaluation. Run gavel eval first.",
    },
  ];
}

function checkJudged({ counted, failed, missing }: EvaluationFigures): GateCheck {
  const unjudged = failed + missing;
  const labelled = counted + unjudged;
  const name = "all items judged";
  if (labelled === 0) {
    return {
      name,
      passed: false,
      target: null,
      words: "No item is labelled, so nothing can be said about the version.",
    };
  }
  return unjudged === 0
    ? { name, passed: true, target: null, words: `All ${labelled} labelled items were judged.` }
    : {
        name,
        passed: false,
        target: null,
        words: `${unjudged} of ${labelled} labelled items were not judged; run the evaluation again.`,
      };
}

function checkLoss({ paired, fixed, broken, pValue }: Comparison): GateCheck {
  const name = SIGNIFICANT_LOSS;
  if (paired === 0) {
    return {
      name,
      passed: false,
      target: null,
      words: "No labelled item was judged in both evaluations, so the versions cannot be compared.",
    };
  }
  const passed = !(broken > fixed && pValue < SIGNIFICANT);
  const change =
    `${broken} ${broken === 1 ? "item that was right is now wrong" : "items that were right are now wrong"}, and ` +
    `${fixed} that ${fixed === 1 ? "was wrong is" : "were wrong are"} now right`;
  const chance = `p = ${pValue.toPrecision(2)}`;
  if (broken === 0 && fixed === 0) {
    return { name, passed, target: null, words: "No item changed between right and wrong." };
  }
  return {
    name,
    passed,
    target: null,
    words: passed
      ? `${change} (${chance}): no significant loss.`
      : `${change} (${chance}): a significant loss.`,
  };
}
