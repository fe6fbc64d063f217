import {
  isOutage,
  notReadyAfterSeconds,
  type Outcome,
  quantile,
  readyAgainSeconds,
  recoverySeconds,
  slowestHealthMs,
} from "./outcome.ts";

const COLUMNS = [
  "scenario",
  "requests",
  "accepted",
  "5xx or none",
  "failed",
  "lost",
  "doubled",
  "unjudged safe",
  "p95 ms",
  "slowest ms",
  "not ready after s",
  "ready again s",
  "recovered s",
  "slowest health ms",
  "processes ended",
] as const;

export function tableOf(outcomes: readonly Outcome[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;
  return [line(COLUMNS), line(COLUMNS.map(() => "---")), ...outcomes.map((it) => line(rowOf(it)))].join("\n");
}

function rowOf(outcome: Outcome): readonly (string | number)[] {
  const { name, sent, audit, processesEnded } = outcome;
  const times = sent.map(({ sentAt, answeredAt }) => answeredAt - sentAt);
  return [
    name,
    sent.length,
    audit.accepted,
    sent.filter(isOutage).length,
    audit.failed,
    audit.lost,
    audit.doubled,
    audit.unjudgedSafe,
    quantile(times, 0.95).toFixed(0),
    quantile(times, 1).toFixed(0),
    seconds(notReadyAfterSeconds(outcome), "never"),
    seconds(readyAgainSeconds(outcome), "not"),
    seconds(recoverySeconds(outcome), "not"),
    slowestHealthMs(outcome).toFixed(0),
    processesEnded,
  ];
}

function seconds(value: number | null, otherwise: string): string {
  return value === null ? otherwise : value.toFixed(1);
}
