import { compare } from "../../../../evaluation/comparison/compare.ts";
import { gate } from "../../../../evaluation/comparison/gate.ts";
import { listTargets } from "../../../../evaluation/comparison/targets.ts";
import { figuresOf } from "../../../../evaluation/metrics/figures-of.ts";
import { summarize } from "../../../../evaluation/metrics/summarize.ts";
import { pairedFigures } from "../../../../evaluation/reports/paired-figures.ts";
import type { Judgement, ScoredItem, Truth } from "../../../../evaluation/scored-item.ts";
import type { Evaluation } from "../../../../schemas/evaluation.ts";
import type { EvaluationComparison } from "../../../../schemas/evaluation-comparison.ts";
import type { EvaluationFindings } from "../../../../schemas/evaluation-findings.ts";
import type { EvaluationRobustness } from "../../../../schemas/evaluation-robustness.ts";
import type { EvaluationSteerability } from "../../../../schemas/evaluation-steerability.ts";
import type { Answer, ReportItem } from "../../../../schemas/report-item.ts";

export const HOSTILE =
  "</details><script>alert(1)</script> <img src=x onerror=\"alert('1')\"> | `a` ``b`` @team #1 https://evil.example ]]> \u202Eabc\u0007 \uD800 \uFFFE\nsecond line";

const ID = "0192f0c1-0000-7000-8000-00000000000";

function judged(violation: 0 | 1, policyCategory: string | null, score: number | null): Judgement {
  return { status: "completed", violation, policyCategory, score };
}

function items(wrong: number): ScoredItem[] {
  return Array.from({ length: 20 }, (_, i) => {
    const violation = i % 2 === 0 ? 1 : 0;
    const truth: Truth = {
      id: `item-${i}`,
      violation,
      policyCategory: violation === 1 ? "ML2" : null,
      tags: ["slang"],
    };
    const right = i >= wrong;
    const actual = right ? violation : violation === 1 ? 0 : 1;
    return { truth, judgement: judged(actual, actual === 1 ? "ML2" : null, actual === 1 ? 0.9 : 0.2) };
  });
}

function evaluation(
  digit: number,
  scored: readonly ScoredItem[],
  version: number | null = digit,
): Evaluation {
  return {
    id: `${ID}${digit}`,
    status: "completed",
    policy: { id: "listings", version, sha256: "ab".repeat(32) },
    golden_set: { name: "listings", version: 1, sha256: "cd".repeat(32) },
    examples: 2,
    reasoning_effort: "low",
    repeats: 2,
    perturbation: null,
    key_id: "key",
    items: scored.length,
    judgements: { total: 40, queued: 0, running: 0, completed: 40, failed: 0, cancelled: 0 },
    judgements_per_second: 2,
    seconds_left: null,
    models: [{ name: "gpt-oss-safeguard-20b", engine: "vllm", engine_version: "0.26" }],
    created_at: "2026-11-28T08:00:00.000Z",
    completed_at: "2026-11-28T08:01:00.000Z",
    report: {
      ...figuresOf(summarize(scored)),
      stability: {
        unanimous: { count: 19, total: 20, value: 0.95, interval: { low: 0.764, high: 0.991 } },
        changed: 1,
        kappa: 0.9,
      },
      usage: {
        judgements: 40,
        prompt_tokens: 4000,
        cached_tokens: 3000,
        reasoning_tokens: 900,
        completion_tokens: 1200,
      },
      engine_ms: { p50: 210, p95: 480 },
      cost: { amount: 0.5, currency: "EUR" },
    },
  };
}

function answer(by: string, violation: 0 | 1): Answer {
  return {
    by,
    violation,
    policy_category: violation === 1 ? "ML2" : null,
    rule_ids: violation === 1 ? ["ML2.a"] : [],
    confidence: "high",
    score: null,
    rationale: `${by} says ${HOSTILE}`,
  };
}

function item(id: string, change: ReportItem["change"], answers: Answer[]): ReportItem {
  return { id, change, violation: 1, policy_category: "ML2", tags: ["slang"], note: HOSTILE, answers };
}

const BASE = items(1);
const CANDIDATE = items(8);
const TARGETS = listTargets({ minimum_items: 10, categories: { ML2: { recall: 0.95 } } });

export function findings(): EvaluationFindings {
  const found = evaluation(1, CANDIDATE);
  return {
    kind: "evaluation",
    evaluation: found,
    gate: gate(found.report, TARGETS, null),
    wrong: {
      total: 600,
      shown: [{ ...item("item-0", "wrong", [answer("policy", 0)]), content: HOSTILE }],
    },
  };
}

export function comparison(): EvaluationComparison {
  const [base, candidate] = [evaluation(1, BASE), evaluation(2, CANDIDATE, null)];
  const judgements = (scored: readonly ScoredItem[]) =>
    new Map(scored.map(({ truth, judgement }) => [truth.id, judgement!]));
  const compared = compare(
    BASE.map(({ truth }) => truth),
    judgements(BASE),
    judgements(CANDIDATE.slice(0, 18)),
  );
  return {
    kind: "comparison",
    base,
    candidate,
    gate: gate(candidate.report, TARGETS, compared),
    figures: pairedFigures(compared),
    flips: {
      total: compared.flips.length,
      shown: [item(HOSTILE, "broken", [answer("base", 1), answer("candidate", 0)])],
    },
  };
}

export function robustness(): EvaluationRobustness {
  const { figures, flips } = comparison();
  return {
    kind: "robustness",
    original: evaluation(1, BASE),
    variants: [
      {
        name: "leetspeak",
        evaluation: evaluation(2, CANDIDATE, 1),
        compared: 18,
        changed: { count: 7, total: 18, value: 7 / 18, interval: { low: 0.203, high: 0.614 } },
        evaded: 4,
        accused: 3,
        figures,
        flips,
      },
    ],
  };
}

export function steerability(): EvaluationSteerability {
  const share = { count: 9, total: 10, value: 0.9, interval: { low: 0.596, high: 0.982 } };
  return {
    kind: "steerability",
    policy: evaluation(1, BASE),
    opposite: evaluation(2, CANDIDATE, null),
    followed: { count: 18, total: 20, value: 0.9, interval: { low: 0.699, high: 0.972 } },
    released: share,
    caught: share,
    stuck: { total: 1, shown: [item("item-3", "unchanged", [answer("policy", 1), answer("opposite", 1)])] },
  };
}
