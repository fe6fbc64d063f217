import {
  createEvaluationRequestSchema,
  type Evaluation,
  evaluationItemPageSchema,
  evaluationItemQuerySchema,
  evaluationPageSchema,
  evaluationQuerySchema,
  evaluationSchema,
  tryPolicyRequestSchema,
} from "../evaluation.ts";
import { examplePolicyText } from "./examples.ts";
import type { Operation } from "./operation.ts";

const JSON_TYPE = "application/json";

const exampleEvaluation: Evaluation = {
  id: "019aab5e-9c14-7a20-8d3e-6a1b2c3d4e5f",
  status: "running",
  policy: {
    id: "spam",
    version: 2,
    sha256: "5b41362bc82b7f3d56edc5a306db22105707d01ff4819e26faef9724a2d406c9",
  },
  golden_set: {
    name: "spam-cases",
    version: 3,
    sha256: "9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab",
  },
  examples: 4,
  reasoning_effort: "medium",
  repeats: 3,
  perturbation: null,
  key_id: "9f2c41d07b3e",
  items: 244,
  judgements: { total: 732, queued: 520, running: 8, completed: 203, failed: 1, cancelled: 0 },
  judgements_per_second: 12.4,
  seconds_left: 43,
  models: [],
  created_at: "2026-11-28T09:30:00.000Z",
  completed_at: null,
  report: null,
};

export const evaluationsOperations: readonly Operation[] = [
  {
    id: "createEvaluation",
    method: "post",
    path: "/policies/{policy_id}/evaluations",
    tag: "Evaluations",
    summary: "Evaluate a policy",
    description:
      "Judges every item of a golden set under a version of the policy, or under a draft that is not stored as one, " +
      "in the slots that other work leaves free. The policy does not need to exist for a draft. Judgements of an " +
      "evaluation are not verdicts: no list, stream or webhook contains them, and none is reused for a request. " +
      "With `repeats`, the first judgement of an item is decoded as the service is configured, and each further one " +
      "is sampled with its own seed; the figures use the first, `stability` compares all. An item that cannot be " +
      "judged is failed, and counts as neither right nor wrong.",
    scope: "evaluations:write",
    body: {
      mediaType: JSON_TYPE,
      schema: createEvaluationRequestSchema,
      description: "What to evaluate. Without a golden set, the examples of the policy's front matter.",
      example: { golden_set: "spam-cases", repeats: 3 },
    },
    responses: [
      {
        status: 202,
        description: "Accepted: every item is stored and will be judged.",
        bodies: [{ mediaType: JSON_TYPE, schema: evaluationSchema, example: exampleEvaluation }],
        headers: ["Location"],
      },
    ],
    problems: [
      "policy_not_found",
      "policy_version_not_found",
      "policy_archived",
      "policy_not_active",
      "invalid_policy",
      "golden_set_not_found",
      "evaluation_limit_reached",
    ],
  },
  {
    id: "tryPolicy",
    method: "post",
    path: "/policies/{policy_id}/try",
    tag: "Evaluations",
    summary: "Try a draft on one content",
    description:
      "Judges one content under a draft, as an evaluation of one item without a label: its items have the judgement. It is not a " +
      "verdict, no version is stored, it is not listed, and the gate does not count it. It is removed with its content after " +
      "`GAVEL_CONTENT_RETENTION_HOURS`. The policy does not need to exist.",
    scope: "evaluations:write",
    body: {
      mediaType: JSON_TYPE,
      schema: tryPolicyRequestSchema,
      description: "The draft and the content.",
      example: { draft: examplePolicyText, content: "WIN a FREE phone, click here!!!" },
    },
    responses: [
      {
        status: 202,
        description: "Accepted. The judgement is in the items of the evaluation.",
        bodies: [{ mediaType: JSON_TYPE, schema: evaluationSchema }],
        headers: ["Location"],
      },
    ],
    problems: ["policy_not_found", "invalid_policy", "evaluation_limit_reached"],
  },
  {
    id: "listEvaluations",
    method: "get",
    path: "/evaluations",
    tag: "Evaluations",
    summary: "List evaluations",
    description: "Newest first, without reports.",
    scope: "evaluations:read",
    query: evaluationQuerySchema,
    responses: [
      {
        status: 200,
        description: "One page.",
        bodies: [{ mediaType: JSON_TYPE, schema: evaluationPageSchema }],
      },
    ],
    problems: ["invalid_request"],
  },
  {
    id: "getEvaluation",
    method: "get",
    path: "/evaluations/{evaluation_id}",
    tag: "Evaluations",
    summary: "Get an evaluation",
    description:
      "Its progress, rate and the estimated time left; when it has ended, its report: accuracy, precision, recall, F1 and " +
      "Cohen's kappa with 95 % intervals, overall and for each category and tag, the confusion matrix, stability, " +
      "calibration, tokens, latency and cost.",
    scope: "evaluations:read",
    responses: [
      {
        status: 200,
        description: "The current state of the evaluation.",
        bodies: [{ mediaType: JSON_TYPE, schema: evaluationSchema, example: exampleEvaluation }],
      },
    ],
    problems: ["evaluation_not_found"],
  },
  {
    id: "listEvaluationItems",
    method: "get",
    path: "/evaluations/{evaluation_id}/items",
    tag: "Evaluations",
    summary: "List the items of an evaluation",
    description:
      "With their judgements and rationales, in the order of the golden set. `filter` selects items that are wrong, " +
      "that failed, or that change between repeats. `reasoning=true` also requires the scope reasoning:read.",
    scope: "evaluations:read",
    query: evaluationItemQuerySchema,
    responses: [
      {
        status: 200,
        description: "One page.",
        bodies: [{ mediaType: JSON_TYPE, schema: evaluationItemPageSchema }],
      },
    ],
    problems: ["invalid_request", "evaluation_not_found"],
  },
  {
    id: "cancelEvaluation",
    method: "post",
    path: "/evaluations/{evaluation_id}/cancel",
    tag: "Evaluations",
    summary: "Cancel an evaluation",
    description:
      "Items that are not judged yet stay missing, and count as neither right nor wrong. The report covers the " +
      "items that were judged. An evaluation that has ended does not change.",
    scope: "evaluations:write",
    responses: [
      {
        status: 200,
        description: "The evaluation, cancelling or ended.",
        bodies: [{ mediaType: JSON_TYPE, schema: evaluationSchema }],
      },
    ],
    problems: ["evaluation_not_found"],
  },
];
