import { auditOperations } from "./audit.ts";
import { batchesOperations } from "./batches.ts";
import { classifyOperations } from "./classify.ts";
import { compatOperations } from "./compat.ts";
import { evaluationReportsOperations } from "./evaluation-reports.ts";
import { evaluationsOperations } from "./evaluations.ts";
import { goldenSetsOperations } from "./golden-sets.ts";
import { keysOperations } from "./keys.ts";
import { operatingOperations } from "./operating.ts";
import type { Operation } from "./operation.ts";
import { policiesOperations } from "./policies.ts";
import { policyReleasesOperations } from "./policy-releases.ts";
import { reviewsOperations } from "./reviews.ts";
import { sessionsOperations } from "./sessions.ts";
import { statsOperations } from "./stats.ts";
import { trialsOperations } from "./trials.ts";
import { verdictsOperations } from "./verdicts.ts";
import { webhooksOperations } from "./webhooks.ts";

/** Every operation of the API, in the order of the reference. */
export const OPERATIONS: readonly Operation[] = [
  ...classifyOperations,
  ...batchesOperations,
  ...verdictsOperations,
  ...statsOperations,
  ...reviewsOperations,
  ...policiesOperations,
  ...policyReleasesOperations,
  ...goldenSetsOperations,
  ...evaluationsOperations,
  ...trialsOperations,
  ...evaluationReportsOperations,
  ...compatOperations,
  ...keysOperations,
  ...sessionsOperations,
  ...auditOperations,
  ...webhooksOperations,
  ...operatingOperations,
];
