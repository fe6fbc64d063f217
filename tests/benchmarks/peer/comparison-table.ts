import { median } from "../../../engine/local/bench/median.ts";
import type { FigureName, SideFigures } from "./side.ts";
import { DECODE, IN_FLIGHT, PREFILL } from "./workload.ts";

interface Row {
  readonly name: FigureName;
  readonly label: string;
  readonly unit: string;
  /** The target for the ratio, or for our figure. */
  readonly wanted?: string;
}

const ROWS: readonly Row[] = [
  { name: "load", label: "load the model, files in the page cache", unit: "s", wanted: "at most 10 s" },
  ...PREFILL.map((size): Row => ({
    name: `prefill ${size}`,
    label: `prefill, ${size.toLocaleString("en")} tokens`,
    unit: "tokens/s",
    ...(size === 2048 ? { wanted: "1x" } : {}),
  })),
  ...DECODE.map((size): Row => ({
    name: `decode ${size}`,
    label: `decode, ${size} at a time`,
    unit: "tokens/s",
    ...(size === 1 ? { wanted: "1.1x" } : size === 32 ? { wanted: "3x" } : {}),
  })),
  { name: "verdicts", label: `verdicts, ${IN_FLIGHT} in flight`, unit: "verdicts/s", wanted: "4x" },
];

/** Markdown: medians of the rounds, and our speed relative to the peer's. */
export function comparisonTable(peer: readonly SideFigures[], ours: readonly SideFigures[]): string {
  const [peerName, ourName] = [peer, ours].map((side) => side.at(-1)?.about.name ?? "not measured");
  const lines = ROWS.map(({ name, label, unit, wanted = "" }) => {
    const [theirs, own] = [valueOf(peer, name), valueOf(ours, name)];
    const ratio = theirs === null || own === null ? "" : timesAsFast(theirs, own, unit);
    return `| ${label} | ${cell(theirs, unit)} | ${cell(own, unit)} | ${ratio} | ${wanted} |`;
  });
  return [`| | ${peerName} | ${ourName} | ratio | target |`, "|---|---:|---:|---:|---:|", ...lines].join(
    "\n",
  );
}

function timesAsFast(theirs: number, own: number, unit: string): string {
  return `${(unit === "s" ? theirs / own : own / theirs).toFixed(2)}x`;
}

function valueOf(rounds: readonly SideFigures[], name: FigureName): number | null {
  const values = rounds.flatMap(({ figures }) => figures.get(name) ?? []);
  return values.length === 0 ? null : median(values);
}

function cell(value: number | null, unit: string): string {
  if (value === null) return "not measured";
  return `${value.toLocaleString("en", { maximumFractionDigits: value < 100 ? 2 : 0 })} ${unit}`;
}
