import type { EvaluationReport } from "../../../schemas/evaluation-report.ts";
import { paragraph, section, type Section, table } from "./document.ts";
import { figure } from "./figures.ts";

/** How well scores work as probabilities, and what each threshold would find. */
export function scoresSection(calibration: EvaluationReport["calibration"]): Section[] {
  if (calibration === null) return [];
  const { brier, expected_error: error, bins, thresholds } = calibration;
  return section("Scores", [
    paragraph(
      `Brier score ${figure(brier)} (0 is best), expected calibration error ${figure(error)}, of ${calibration.items} scores.`,
    ),
    table(
      ["threshold", "precision", "recall"],
      thresholds.map(({ threshold, precision, recall }) => [
        threshold.toFixed(2),
        figure(precision),
        figure(recall),
      ]),
    ),
    {
      kind: "plot",
      plot: { kind: "reliability", title: "Share of violations for each mean score", bins },
    },
    {
      kind: "plot",
      plot: {
        kind: "thresholds",
        title: "Precision and recall if scores from a threshold on were violations",
        points: thresholds,
      },
    },
  ]);
}
