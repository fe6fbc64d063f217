import {
  disagreementPageSchema,
  disagreementQuerySchema,
  startReplayRequestSchema,
  startShadowRequestSchema,
  type Trial,
  trialPageSchema,
  trialQuerySchema,
  trialReportQuerySchema,
  trialSchema,
} from "../trial.ts";
import type { Operation, OperationResponse } from "./operation.ts";

const JSON_TYPE = "application/json";

const exampleShare = { count: 2, total: 48, value: 0.041_667, interval: { low: 0.0115, high: 0.1398 } };

const exampleTrial: Trial = {
  id: "019aab5e-aa10-7f31-9b52-7c1d2e3f4a5b",
  kind: "shadow",
  status: "running",
  policy: {
    id: "spam",
    version: 3,
    sha256: "5b41362bc82b7f3d56edc5a306db22105707d01ff4819e26faef9724a2d406c9",
  },
  share: 0.1,
  limit: 10_000,
  seen: 512,
  items: 51,
  judged: 48,
  failed: 0,
  waiting: 3,
  key_id: "9f2c41d07b3e",
  created_at: "2026-11-28T09:30:00.000Z",
  ended_at: null,
  report: {
    disagreements: exampleShare,
    only_live: 0,
    only_candidate: 2,
    other_category: 0,
    kappa: 0.84,
    over_time: [{ from: "2026-11-28T00:00:00.000Z", disagreements: exampleShare }],
  },
};

const STARTED: OperationResponse = {
  status: 202,
  description: "Started.",
  bodies: [{ mediaType: JSON_TYPE, schema: trialSchema, example: exampleTrial }],
  headers: ["Location"],
};

const START_PROBLEMS = [
  "policy_not_found",
  "policy_version_not_found",
  "policy_archived",
  "evaluation_limit_reached",
];

/** Trials: a candidate version judges items that another version has judged. */
export const trialsOperations: readonly Operation[] = [
  {
    id: "startShadow",
    method: "post",
    path: "/policies/{policy_id}/shadow",
    tag: "Trials",
    summary: "Judge live items under a candidate too",
    description:
      "From now on, a share of the items that other versions of the policy judge is also judged under the " +
      "candidate, in the slots that other work leaves free. A hash of the record's id decides which items. Callers " +
      "never see the candidate's verdicts: no record, list, stream, webhook, count or cache contains them. Each " +
      "policy has one running shadow.",
    scope: "evaluations:write",
    body: {
      mediaType: JSON_TYPE,
      schema: startShadowRequestSchema,
      description: "The candidate and the share.",
      example: { version: 3, share: 0.1 },
    },
    responses: [STARTED],
    problems: [...START_PROBLEMS, "shadow_running"],
  },
  {
    id: "startReplay",
    method: "post",
    path: "/policies/{policy_id}/replay",
    tag: "Trials",
    summary: "Judge recent records again under a candidate",
    description:
      "The latest completed records of other versions whose content is kept are judged under the candidate, in slots that other " +
      "work does not use. The records do not change.",
    scope: "evaluations:write",
    body: {
      mediaType: JSON_TYPE,
      schema: startReplayRequestSchema,
      description: "The candidate, and which records.",
      example: { version: 3, limit: 500 },
    },
    responses: [STARTED],
    problems: [...START_PROBLEMS, "nothing_to_replay"],
  },
  {
    id: "listTrials",
    method: "get",
    path: "/trials",
    tag: "Trials",
    summary: "List shadows and replays",
    description: "Newest first, without reports.",
    scope: "evaluations:read",
    query: trialQuerySchema,
    responses: [
      { status: 200, description: "One page.", bodies: [{ mediaType: JSON_TYPE, schema: trialPageSchema }] },
    ],
    problems: ["invalid_request"],
  },
  {
    id: "getTrial",
    method: "get",
    path: "/trials/{trial_id}",
    tag: "Trials",
    summary: "Get a shadow or replay with its report",
    description:
      "How often the candidate and the live verdicts disagree, with a 95 % interval, in total and by hour or day.",
    scope: "evaluations:read",
    query: trialReportQuerySchema,
    responses: [
      {
        status: 200,
        description: "What was found so far.",
        bodies: [{ mediaType: JSON_TYPE, schema: trialSchema, example: exampleTrial }],
      },
    ],
    problems: ["invalid_request", "trial_not_found"],
  },
  {
    id: "listDisagreements",
    method: "get",
    path: "/trials/{trial_id}/disagreements",
    tag: "Trials",
    summary: "List the items on which a candidate disagrees",
    description:
      "With both verdicts and rationales, the latest live verdicts first. They contain no content.",
    scope: "verdicts:read",
    query: disagreementQuerySchema,
    responses: [
      {
        status: 200,
        description: "One page.",
        bodies: [{ mediaType: JSON_TYPE, schema: disagreementPageSchema }],
      },
    ],
    problems: ["invalid_request", "trial_not_found"],
  },
  {
    id: "stopTrial",
    method: "post",
    path: "/trials/{trial_id}/stop",
    tag: "Trials",
    summary: "Stop a shadow or replay",
    description:
      "Items that are not judged yet are left out. The report is kept. A shadow or replay that has ended does not " +
      "change.",
    scope: "evaluations:write",
    responses: [
      { status: 200, description: "Stopped.", bodies: [{ mediaType: JSON_TYPE, schema: trialSchema }] },
    ],
    problems: ["trial_not_found"],
  },
];
