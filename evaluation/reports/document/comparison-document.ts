import type { EvaluationComparison, PairedFigures } from "../../../schemas/evaluation-comparison.ts";
import type { Evaluation } from "../../../schemas/evaluation.ts";
import type { BinaryMetricsMessage, EvaluationReport } from "../../../schemas/evaluation-report.ts";
import {
  type Block,
  items,
  paragraph,
  type ReportDocument,
  section,
  type Section,
  table,
} from "./document.ts";
import { probability, range, signed, withRange } from "./figures.ts";
import { scoresSection } from "./scores-section.ts";
import { inOneLine, itemsName, policyName } from "./subjects.ts";

/** The report of two evaluations of the same items. */
export function comparisonDocument(message: EvaluationComparison): ReportDocument {
  const { base, candidate, gate, figures, flips } = message;
  return {
    title: `Comparison of ${policyName(base)} and ${policyName(candidate)}`,
    subjects: [
      ["Base", inOneLine(base)],
      ["Candidate", inOneLine(candidate)],
      ["Items", itemsName(candidate)],
      ...(base.golden_set?.sha256 === candidate.golden_set?.sha256
        ? []
        : [["Items of the base", itemsName(base)] as const]),
      ["Evaluations", `${base.id} and ${candidate.id}`],
    ],
    decision: gate,
    sections: [
      ...section("What changed", [
        paragraph(inWords(figures)),
        pairsTable(figures),
        measuresTable(base, candidate),
      ]),
      ...categoriesSection(base.report!, candidate.report!),
      ...section("Flips", [
        flips.total === 0 ? paragraph("Violation and category are the same for every item.") : items(flips),
      ]),
      ...section("Not compared", [
        unpaired("Judged only for the base", figures.only_base),
        unpaired("Judged only for the candidate", figures.only_candidate),
      ]),
      ...scoresSection(candidate.report!.calibration).map((each) => ({
        ...each,
        heading: "Scores of the candidate",
      })),
    ],
  };
}

function inWords({ paired, fixed, broken, p_value: p, accuracy }: PairedFigures): string {
  if (accuracy === null) return "No labelled item was judged in both evaluations.";
  return (
    `Of ${paired} labelled items, ${fixed} are right only with the candidate and ${broken} only with the base. ` +
    `Accuracy changes by ${signed(accuracy.difference)} (95 % interval ${range(accuracy.interval)}; ` +
    `McNemar's exact test: p ${p < 0.0005 ? "" : "= "}${probability(p)}).`
  );
}

function pairsTable({ both_right: right, both_wrong: wrong, fixed, broken }: PairedFigures): Block | null {
  return table(
    ["", "candidate right", "candidate wrong"],
    [
      ["base right", String(right), String(broken)],
      ["base wrong", String(fixed), String(wrong)],
    ],
  );
}

const MEASURES = ["accuracy", "precision", "recall", "f1", "kappa", "false_positive_rate"] as const;

function measuresTable(base: Evaluation, candidate: Evaluation): Block | null {
  const [first, second] = [base.report!.overall, candidate.report!.overall];
  return table(
    ["", "base", "candidate", "change"],
    MEASURES.map((measure) => [measure, ...sides(first[measure], second[measure])]),
  );
}

type Measured = BinaryMetricsMessage["f1"];

function sides(base: Measured | undefined, candidate: Measured | undefined): string[] {
  const [first, second] = [base?.value ?? null, candidate?.value ?? null];
  return [
    base === undefined ? "–" : withRange(base),
    candidate === undefined ? "–" : withRange(candidate),
    first === null || second === null ? "–" : signed(second - first),
  ];
}

function categoriesSection(base: EvaluationReport, candidate: EvaluationReport): Section[] {
  const [first, second] = [base, candidate].map(
    ({ categories }) => new Map(categories.map(({ code, metrics }) => [code, metrics])),
  );
  const codes = [...new Set([...first!.keys(), ...second!.keys()])].sort();
  if (codes.length === 0) return [];
  const rows = (["recall", "precision"] as const).flatMap((measure) =>
    codes.map((code) => [
      `${measure} of ${code}`,
      ...sides(first!.get(code)?.[measure], second!.get(code)?.[measure]),
    ]),
  );
  const none = { value: null, interval: null };
  return section("Categories, each against all others", [
    table(["", "base", "candidate", "change"], rows),
    {
      kind: "plot",
      plot: {
        kind: "intervals",
        title: "Recall of each category with its 95 % interval",
        series: ["base", "candidate"],
        rows: codes.map((code) => ({
          name: code,
          values: [first!.get(code)?.recall ?? none, second!.get(code)?.recall ?? none],
          bound: null,
        })),
      },
    },
  ]);
}

function unpaired(words: string, { total, ids }: PairedFigures["only_base"]): Block | null {
  return total === 0 ? null : { kind: "ids", words, ids, total };
}
