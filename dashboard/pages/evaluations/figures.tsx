import type { BinaryMetrics, EvaluationReport } from "../../../packages/client/src/client.ts";
import { Definitions } from "../../kit/definitions.tsx";
import { formatDuration } from "../../kit/format-time.ts";
import { formatCount } from "../../kit/percent.ts";
import { MeasuredValue } from "./measured.tsx";

/** The figures of an evaluation over all its items. */
export function OverallFigures({ report }: { readonly report: EvaluationReport }) {
  const {
    overall,
    items,
    counted,
    failed,
    missing,
    unlabelled,
    stability,
    engine_ms: time,
    cost,
    usage,
  } = report;
  return (
    <Definitions
      items={[
        ["Counted", `${formatCount(counted)} of ${formatCount(items)} items`],
        ["Failed", failed === 0 ? undefined : `${failed}: neither right nor wrong`],
        ["Missing", missing === 0 ? undefined : `${missing}: not judged`],
        ["Without a label", unlabelled === 0 ? undefined : String(unlabelled)],
        ["Accuracy", <MeasuredValue {...overall.accuracy} />],
        ["Precision", <MeasuredValue {...overall.precision} />],
        ["Recall", <MeasuredValue {...overall.recall} />],
        ["F1", <MeasuredValue {...overall.f1} />],
        ["False positive rate", <MeasuredValue {...overall.false_positive_rate} />],
        ["Kappa", <MeasuredValue {...overall.kappa} />],
        [
          "Stability",
          stability === null ? undefined : (
            <>
              <MeasuredValue {...stability.unanimous} />
              {` are judged the same in every repeat; ${stability.changed} change`}
            </>
          ),
        ],
        [
          "Time",
          time === null
            ? undefined
            : `half within ${formatDuration(time.p50)}, 95 % within ${formatDuration(time.p95)}`,
        ],
        [
          "Tokens",
          `${formatCount(usage.prompt_tokens)} prompt (${formatCount(usage.cached_tokens)} cached), ${formatCount(usage.completion_tokens)} completion`,
        ],
        ["Cost", cost === null ? undefined : `${cost.amount.toFixed(4)} ${cost.currency}`],
      ]}
    />
  );
}

/** How often each decision was right. */
export function Confusion({ metrics: { confusion } }: { readonly metrics: BinaryMetrics }) {
  return (
    <table class="figures">
      <thead>
        <tr>
          <th scope="col">Expected</th>
          <th scope="col">Judged a violation</th>
          <th scope="col">Judged no violation</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">Violation</th>
          <td>{`${confusion.true_positives} right`}</td>
          <td>{`${confusion.false_negatives} missed`}</td>
        </tr>
        <tr>
          <th scope="row">No violation</th>
          <td>{`${confusion.false_positives} false alarms`}</td>
          <td>{`${confusion.true_negatives} right`}</td>
        </tr>
      </tbody>
    </table>
  );
}

export interface GroupFiguresProps {
  readonly kind: string;
  readonly groups: readonly {
    readonly name: string;
    readonly items: number;
    readonly metrics: BinaryMetrics;
  }[];
}

/** The figures of categories or tags. */
export function GroupFigures({ kind, groups }: GroupFiguresProps) {
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={`Figures by ${kind.toLowerCase()}`}>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">{kind}</th>
            <th scope="col">Items</th>
            <th scope="col">Precision</th>
            <th scope="col">Recall</th>
            <th scope="col">F1</th>
          </tr>
        </thead>
        <tbody>
          {groups.map(({ name, items, metrics }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{items}</td>
              <td>
                <MeasuredValue {...metrics.precision} />
              </td>
              <td>
                <MeasuredValue {...metrics.recall} />
              </td>
              <td>
                <MeasuredValue {...metrics.f1} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** How often each category was judged for each expected one. */
export function CategoryConfusion({
  confusion: { labels, counts },
}: {
  readonly confusion: NonNullable<EvaluationReport["category_confusion"]>;
}) {
  const name = (label: string | null): string => label ?? "none";
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label="Expected and judged categories">
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">Expected, judged as</th>
            {labels.map((label) => (
              <th key={name(label)} scope="col">
                {name(label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counts.map((row, at) => (
            <tr key={name(labels[at] ?? null)}>
              <th scope="row">{name(labels[at] ?? null)}</th>
              {row.map((count, column) => (
                <td key={name(labels[column] ?? null)} data-diagonal={at === column ? "" : undefined}>
                  {count}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
