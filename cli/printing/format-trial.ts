import type { Disagreement, Trial } from "../../packages/client/src/client.ts";
import { oneLine } from "./plain-text.ts";
import type { Style } from "./style.ts";
import { formatFields, formatTable } from "./table.ts";

type Share = NonNullable<Trial["report"]>["disagreements"];

const WIDTH = 100;

/** The disagreements that a shadow or replay found, for people: how many, when, and on which items. */
export function formatTrial(trial: Trial, items: readonly Disagreement[], style: Style): string {
  const { policy, kind, status, report } = trial;
  const head = style.bold(`${kind} of ${policy.id} version ${policy.version}`);
  const parts = [`${head}  ${status}\n${formatFields(fieldsOf(trial))}`];
  if (report !== null && report.over_time.length > 1) {
    const rows = report.over_time.map(({ from, disagreements }) => [from, shareText(disagreements)]);
    parts.push(formatTable(["from", "disagreements"], rows));
  }
  parts.push(...items.map((item) => formatDisagreement(item, style)));
  return parts.join("\n");
}

function fieldsOf({ share, seen, items, judged, failed, waiting, report }: Trial): [string, string][] {
  const fields: [string, string][] = [];
  if (share !== null) fields.push(["sampled", `${items} of ${seen} live verdicts (share ${share})`]);
  fields.push([
    "judged",
    `${judged} of ${items}${failed > 0 ? `, ${failed} failed` : ""}${waitingText(waiting)}`,
  ]);
  if (report === null) return fields;
  fields.push(["disagreements", shareText(report.disagreements)]);
  fields.push(["", `violation by the candidate only: ${report.only_candidate}`]);
  fields.push(["", `violation by the live verdict only: ${report.only_live}`]);
  fields.push(["", `another category: ${report.other_category}`]);
  if (report.kappa !== null) fields.push(["kappa", report.kappa.toFixed(2)]);
  return fields;
}

function waitingText(waiting: number): string {
  return waiting > 0 ? `, ${waiting} waiting` : "";
}

function shareText({ count, total, value, interval }: Share): string {
  if (value === null || interval === null) return `${count} of ${total}`;
  return `${count} of ${total}: ${percent(value)} (95 % interval ${percent(interval.low)} to ${percent(interval.high)})`;
}

function percent(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}

function formatDisagreement({ verdict_id, judged_at, live, candidate }: Disagreement, style: Style): string {
  return `${verdict_id}  ${style.dim(judged_at)}\n${formatFields([
    ["live", sideText(live, style)],
    ["candidate", sideText(candidate, style)],
  ])}`;
}

function sideText({ violation, policy_category, rationale }: Disagreement["live"], style: Style): string {
  const decision = violation === 1 ? style.red("violation") : style.green("allowed");
  const category = policy_category === null ? "" : ` ${oneLine(policy_category, 64)}`;
  return `${decision}${category}  ${rationale === null ? style.dim("erased") : oneLine(rationale, WIDTH)}`;
}
