import type { BinaryMetricsMessage, EvaluationReport } from "../../../schemas/evaluation-report.ts";
import type { EvaluationFindings } from "../../../schemas/evaluation-findings.ts";
import type { GateDecision } from "../../../schemas/gate.ts";
import {
  type Block,
  items,
  paragraph,
  type ReportDocument,
  section,
  type Section,
  table,
} from "./document.ts";
import { counted, figure, percent, range, withRange } from "./figures.ts";
import { scoresSection } from "./scores-section.ts";
import { inOneLine, itemsName, policyName } from "./subjects.ts";

/** The report of one finished evaluation. */
export function evaluationDocument({ evaluation, gate, wrong }: EvaluationFindings): ReportDocument {
  const report = evaluation.report!;
  return {
    title: `Evaluation of ${policyName(evaluation)}`,
    subjects: [
      ["Judged by", inOneLine(evaluation)],
      ["Items", itemsName(evaluation)],
      ["Evaluation", `${evaluation.id}, ${evaluation.status} ${evaluation.completed_at}`],
    ],
    decision: gate,
    sections: [
      ...figuresSection(report),
      ...categoriesSection(report, gate),
      ...confusionSection(report),
      ...section("Tags", [
        table(
          HEADER,
          report.tags.map(({ tag, metrics }) => row(tag, metrics, metrics.accuracy.total)),
        ),
      ]),
      ...scoresSection(report.calibration),
      ...stabilitySection(report),
      ...effortSection(report),
      ...section("Judged wrong", [items(wrong)]),
    ],
  };
}

const HEADER = ["", "items", "precision", "recall", "F1"];

function row(name: string, { precision, recall, f1 }: BinaryMetricsMessage, items: number): string[] {
  return [name, String(items), withRange(precision), withRange(recall), withRange(f1)];
}

function figuresSection({ overall, failed, missing, unlabelled }: EvaluationReport): Section[] {
  const shares = (["accuracy", "precision", "recall", "false_positive_rate"] as const).map((measure) => {
    const { count, total, value, interval } = overall[measure];
    return [measure, figure(value), range(interval), `${count} of ${total}`];
  });
  const others = (["f1", "kappa"] as const).map((measure) => {
    const { value, interval } = overall[measure];
    return [measure, figure(value), range(interval), ""];
  });
  const left = [
    [failed, "failed"],
    [missing, "missing"],
    [unlabelled, "without a label"],
  ].flatMap(([count, words]) => (count === 0 ? [] : [`${count} ${words}`]));
  return section("Figures", [
    table(["", "value", "95 % interval", "items"], [...shares, ...others]),
    left.length === 0 ? null : paragraph(`Not counted: ${left.join(", ")}.`),
  ]);
}

function categoriesSection({ categories }: EvaluationReport, gate: GateDecision): Section[] {
  if (categories.length === 0) return [];
  const bounds = new Map(
    gate.checks.flatMap(({ target }) =>
      target?.measure === "recall" && target.category !== null
        ? [[target.category, target.bound] as const]
        : [],
    ),
  );
  const plot: Block = {
    kind: "plot",
    plot: {
      kind: "intervals",
      title: "Recall of each category with its 95 % interval",
      series: ["recall"],
      rows: categories.map(({ code, metrics }) => ({
        name: code,
        values: [metrics.recall],
        bound: bounds.get(code) ?? null,
      })),
    },
  };
  const rows = categories.map(({ code, metrics }) => row(code, metrics, metrics.recall.total));
  return section("Categories, each against all others", [table(HEADER, rows), plot]);
}

function confusionSection({ category_confusion: confusion }: EvaluationReport): Section[] {
  if (confusion === null) return [];
  const labels = confusion.labels.map((label) => label ?? "none");
  return section("Expected and judged category", [
    paragraph("A row for each expected category, a column for each judged one."),
    table(
      ["expected", ...labels],
      confusion.counts.map((counts, at) => [labels[at]!, ...counts.map(String)]),
    ),
    {
      kind: "plot",
      plot: { kind: "matrix", title: "Expected and judged category", labels, counts: confusion.counts },
    },
  ]);
}

function stabilitySection({ stability }: EvaluationReport): Section[] {
  if (stability === null) return [];
  const { unanimous, changed, kappa } = stability;
  return section("Stability", [
    paragraph(
      `All repeats agree for ${percent(unanimous.value)} of the items (95 % interval ${range(unanimous.interval)}); ` +
        `${counted(changed, "item")} changed. Fleiss' kappa: ${figure(kappa)}.`,
    ),
  ]);
}

function effortSection({ usage, engine_ms: time, cost }: EvaluationReport): Section[] {
  const rows = [
    ["judgements", String(usage.judgements)],
    ["prompt tokens (cached)", `${usage.prompt_tokens} (${usage.cached_tokens})`],
    ["completion tokens (reasoning)", `${usage.completion_tokens} (${usage.reasoning_tokens})`],
    ...(time === null ? [] : [["time of a judgement", `median ${time.p50} ms, 95 % within ${time.p95} ms`]]),
    ...(cost === null ? [] : [["cost", `${cost.amount.toFixed(2)} ${cost.currency}`]]),
  ];
  return section("Effort", [table(["", ""], rows)]);
}
