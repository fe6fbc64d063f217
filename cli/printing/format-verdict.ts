import type { VerdictRecord } from "../../packages/client/src/client.ts";
import { seconds } from "./duration.ts";
import { oneLine, plainText } from "./plain-text.ts";
import type { Style } from "./style.ts";
import { formatFields } from "./table.ts";

const SHOWN_SEPARATELY = new Set(["violation", "rationale"]);

/** One record for people: the outcome first, then everything that explains it. */
export function formatVerdict(record: VerdictRecord, style: Style): string {
  const { verdict, usage, model } = record;
  const fields: [string, string][] = [];
  const add = (name: string, value: string | null) => value !== null && fields.push([name, value]);

  for (const [name, value] of Object.entries(verdict ?? {})) {
    if (!SHOWN_SEPARATELY.has(name)) add(plainText(name.replaceAll("_", " ")), formatValue(value));
  }
  if (verdict) add("rationale", plainText(String(verdict.rationale)) || "(erased)");
  add("score", record.score === null ? null : `${record.score.toFixed(3)} (not calibrated)`);
  if (record.error) add("error", formatError(record.error));
  if (record.checks && !record.checks.citations_known) {
    add("check", "cites a category or rule that the policy does not have");
  }
  if (record.checks && !record.checks.codes_agree) {
    add("check", "cites a category that the policy defines for the opposite decision");
  }
  if (record.checks && record.checks.injection_markers > 0) {
    add(
      "check",
      `the content contains ${record.checks.injection_markers} spellings of the model's control tokens`,
    );
  }
  if (record.review !== null) add("review", formatReviewState(record.review));
  add("external id", record.external_id === null ? null : plainText(record.external_id));
  add("verdict id", record.id);
  add(
    "note",
    record.cached_from === null ? null : `served from the cache, from verdict ${record.cached_from}`,
  );
  add("retry of", record.retry_of);
  add("retried as", record.retried_as);
  if (model) add("model", `${plainText(model.name)}, reasoning ${model.reasoning_effort}`);
  if (usage) {
    add(
      "tokens",
      `prompt ${usage.prompt_tokens} (${usage.cached_tokens} cached), ` +
        `generated ${usage.completion_tokens} (${usage.reasoning_tokens} reasoning)`,
    );
  }
  add("time", formatTiming(record.timing_ms));
  const warning = modelWarning(record);
  if (warning !== null) add("warning", style.yellow(warning));
  const policy = `${record.policy.id} version ${record.policy.version}`;
  return `${formatOutcome(record, style)}  ${policy}\n${formatFields(fields)}`;
}

/** The state of a review, its reasons, and the correct verdict if the model's was overturned. */
function formatReviewState({ state, reasons, outcome }: NonNullable<VerdictRecord["review"]>): string {
  const found = outcome?.violation === 1 ? `violation ${outcome.policy_category ?? ""}` : "no violation";
  const right = state === "overturned" ? `; correct: ${plainText(found.trim())}` : "";
  return `${state} (${reasons.join(", ")})${right}`;
}

/** The columns of `verdictCells`. */
export const VERDICT_COLUMNS = [
  { name: "outcome", width: 10 },
  { name: "category", width: 10 },
  { name: "score", width: 5 },
  { name: "rationale", width: 0 },
] as const;

/** One record as cells of a table line: outcome, category, score, rationale or error. */
export function verdictCells(record: VerdictRecord): [string, string, string, string] {
  const category = record.verdict?.["policy_category"];
  const text = record.error ? formatError(record.error) : String(record.verdict?.rationale ?? "");
  return [
    outcomeOf(record),
    typeof category === "string" ? oneLine(category, 20) : "",
    record.score === null ? "" : record.score.toFixed(3),
    oneLine(text, 90),
  ];
}

/** The warning that must be shown with verdicts of the record's model, or null. */
export function modelWarning(record: VerdictRecord): string | null {
  const warning = record.model?.warning ?? null;
  if (warning === null) return null;
  if (warning !== "untrained test model") return plainText(warning);
  return "untrained test model: this verdict has a valid format but no meaning";
}

function formatOutcome(record: VerdictRecord, style: Style): string {
  const outcome = style.bold(outcomeOf(record).toUpperCase());
  if (record.status === "completed") {
    return record.verdict?.violation === 1 ? style.red(outcome) : style.green(outcome);
  }
  return style.yellow(outcome);
}

/** A record that is `failed` or `expired` was not judged: it is neither violating nor allowed. */
function outcomeOf(record: VerdictRecord): string {
  if (record.status !== "completed") return record.status;
  return record.verdict?.violation === 1 ? "violation" : "allowed";
}

function formatError(error: NonNullable<VerdictRecord["error"]>): string {
  return plainText(`${error.code}: ${error.title}${error.detail === null ? "" : `. ${error.detail}`}`);
}

function formatValue(value: unknown): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return "none";
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) {
    return plainText(value.join(", "));
  }
  return plainText(typeof value === "string" ? value : JSON.stringify(value));
}

function formatTiming({ queued, engine, total }: VerdictRecord["timing_ms"]): string | null {
  if (total === null) return null;
  const parts = [
    ...(queued === null ? [] : [`queued ${seconds(queued)}`]),
    ...(engine === null ? [] : [`engine ${seconds(engine)}`]),
  ];
  return `${seconds(total)}${parts.length > 0 ? ` (${parts.join(", ")})` : ""}`;
}
