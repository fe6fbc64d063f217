import type { BinaryMetricsMessage, EvaluationFigures } from "../../schemas/evaluation-report.ts";
import type { BinaryMetrics } from "./binary-metrics.ts";
import type { Calibration } from "./calibration.ts";
import type { CategoryConfusion } from "./category-confusion.ts";
import type { Summary } from "./summary.ts";

/** Converts a summary to the form that the report of an evaluation has. */
export function figuresOf(summary: Summary): EvaluationFigures {
  const { items, counted, failed, missing, unlabelled, overall, categories, tags } = summary;
  return {
    items,
    counted,
    failed,
    missing,
    unlabelled,
    overall: metricsOf(overall),
    categories: [...categories].map(([code, metrics]) => ({ code, metrics: metricsOf(metrics) })),
    tags: [...tags].map(([tag, metrics]) => ({ tag, metrics: metricsOf(metrics) })),
    category_confusion: summary.confusion === null ? null : confusionOf(summary.confusion),
    calibration: summary.calibration === null ? null : calibrationOf(summary.calibration),
  };
}

function metricsOf(metrics: BinaryMetrics): BinaryMetricsMessage {
  const { confusion, accuracy, precision, recall, falsePositiveRate, f1, kappa } = metrics;
  return {
    confusion: {
      true_positives: confusion.truePositives,
      false_positives: confusion.falsePositives,
      true_negatives: confusion.trueNegatives,
      false_negatives: confusion.falseNegatives,
    },
    accuracy,
    precision,
    recall,
    false_positive_rate: falsePositiveRate,
    f1,
    kappa,
  };
}

function confusionOf({ labels, counts }: CategoryConfusion): EvaluationFigures["category_confusion"] {
  return { labels: [...labels], counts: counts.map((row) => [...row]) };
}

function calibrationOf(calibration: Calibration): NonNullable<EvaluationFigures["calibration"]> {
  return {
    items: calibration.items,
    brier: calibration.brier,
    expected_error: calibration.expectedError,
    bins: calibration.bins.map(({ low, high, items, meanScore, violations }) => ({
      low,
      high,
      items,
      mean_score: meanScore,
      violations,
    })),
    thresholds: calibration.thresholds.map((each) => ({ ...each })),
  };
}
