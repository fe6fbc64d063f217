import type { ErrorEntry } from "./error-entry.ts";

/** Codes of golden sets, evaluations, shadows and replays. */
export const EVALUATION_ERRORS = {
  golden_set_not_found: {
    status: 404,
    title: "The golden set was not found",
    cause: "No golden set has this name, or it has no version with this number.",
    remedy:
      "List the golden sets with GET /golden-sets, or upload this one with PUT /golden-sets/{golden_set}.",
  },
  golden_set_in_use: {
    status: 409,
    title: "The golden set is in use",
    cause: "A running evaluation needs the items of the golden set that the request would delete.",
    remedy:
      "Cancel the evaluation with POST /evaluations/{evaluation_id}/cancel, or wait until it is completed.",
  },
  golden_set_invalid: {
    status: 422,
    title: "The golden set cannot be imported",
    cause:
      "The format of the upload is unknown, it has no items or two items with the same id, or it can only be read with an option.",
    remedy:
      "Do what `detail` says. JSON Lines with the members `id`, `content` and `violation` can always be imported.",
  },
  evaluation_not_found: {
    status: 404,
    title: "The evaluation was not found",
    cause: "No evaluation has this id, or its retention period is over.",
    remedy: "List the evaluations with GET /evaluations.",
  },
  evaluation_not_ended: {
    status: 409,
    title: "The evaluation has not ended",
    cause: "A report needs every judgement, and the evaluation is still running.",
    remedy:
      "Wait until its status is completed, or cancel it. GET /evaluations/{evaluation_id} shows its progress.",
  },
  evaluation_limit_reached: {
    status: 409,
    title: "Too many evaluations are running",
    cause: "The service runs a limited number of evaluations at a time.",
    remedy: "Wait until one of them is completed, or cancel one.",
  },
  trial_not_found: {
    status: 404,
    title: "The shadow or replay was not found",
    cause: "No shadow or replay has this id, or its retention period is over.",
    remedy: "List them with GET /trials.",
  },
  shadow_running: {
    status: 409,
    title: "The policy already has a shadow",
    cause: "A policy can have only one shadow at a time.",
    remedy: "Stop it with POST /trials/{trial_id}/stop, or wait until its limit is reached.",
  },
  nothing_to_replay: {
    status: 409,
    title: "There is no record to replay",
    cause:
      "The policy has no completed record of another version whose content is kept. Content is erased after " +
      "`GAVEL_CONTENT_RETENTION_HOURS`.",
    remedy: "Choose an earlier `since`, keep content for longer, or run the candidate as a shadow.",
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
