import type { BinaryMetrics, EvaluationReport } from "../../packages/client/src/client.ts";
import { seconds } from "./duration.ts";
import { oneLine } from "./plain-text.ts";
import { formatFields, formatTable } from "./table.ts";

interface Measured {
  readonly value: number | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/** The figures of an evaluation, for a terminal. */
export function formatReport(report: EvaluationReport): string {
  return [
    formatFields(overallFields(report)),
    confusionTable(report.overall),
    groupTable(
      "category",
      report.categories.map(({ code, metrics }) => [code, metrics]),
    ),
    groupTable(
      "tag",
      report.tags.map(({ tag, metrics }) => [tag, metrics]),
    ),
    formatFields(runFields(report)),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function overallFields({ items, counted, failed, missing, unlabelled, overall }: EvaluationReport) {
  const others = [
    [failed, "failed"],
    [missing, "missing"],
    [unlabelled, "without a label"],
  ].flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]));
  return [
    ["counted", `${counted} of ${items} items${others.length === 0 ? "" : `; ${others.join(", ")}`}`],
    ["accuracy", measured(overall.accuracy)],
    ["precision", measured(overall.precision)],
    ["recall", measured(overall.recall)],
    ["F1", measured(overall.f1)],
    ["kappa", measured(overall.kappa)],
  ] as const;
}

function confusionTable({ confusion }: BinaryMetrics): string {
  return formatTable(
    ["expected", "judged a violation", "judged none"],
    [
      ["violation", String(confusion.true_positives), String(confusion.false_negatives)],
      ["none", String(confusion.false_positives), String(confusion.true_negatives)],
    ],
  );
}

function groupTable(
  kind: string,
  groups: readonly (readonly [name: string, metrics: BinaryMetrics])[],
): string {
  if (groups.length === 0) return "";
  return formatTable(
    [kind, "items", "accuracy", "precision", "recall", "f1"],
    groups.map(([name, { accuracy, precision, recall, f1 }]) => [
      oneLine(name, 40),
      String(accuracy.total),
      ...[accuracy, precision, recall, f1].map(measured),
    ]),
  );
}

function runFields(report: EvaluationReport): readonly (readonly [string, string])[] {
  const { stability, calibration, usage, engine_ms: time, cost } = report;
  const fields: (readonly [string, string])[] = [];
  if (stability !== null) {
    fields.push([
      "stability",
      `${measured(stability.unanimous)} of the items are always judged alike; ${stability.changed} change`,
    ]);
  }
  if (calibration !== null) {
    fields.push([
      "calibration",
      `Brier score ${calibration.brier.toFixed(3)}, expected error ${calibration.expected_error.toFixed(3)}`,
    ]);
  }
  fields.push([
    "tokens",
    `${usage.prompt_tokens} prompt (${usage.cached_tokens} cached), ${usage.completion_tokens} completion ` +
      `(${usage.reasoning_tokens} reasoning)`,
  ]);
  if (time !== null) fields.push(["engine time", `p50 ${seconds(time.p50)}, p95 ${seconds(time.p95)}`]);
  if (cost !== null) fields.push(["cost", `${cost.amount.toFixed(4)} ${cost.currency}`]);
  return fields;
}

/** `0.912 (0.870 to 0.942)`, with the 95 % interval. */
function measured({ value, interval }: Measured): string {
  if (value === null) return "-";
  if (interval === null) return value.toFixed(3);
  return `${value.toFixed(3)} (${interval.low.toFixed(3)} to ${interval.high.toFixed(3)})`;
}
