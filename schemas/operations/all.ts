import { classifyOperations } from "./classify.ts";
import { keysOperations } from "./keys.ts";
import { operatingOperations } from "./operating.ts";
import type { Operation } from "./operation.ts";
import { policiesOperations } from "./policies.ts";
import { verdictsOperations } from "./verdicts.ts";

/** Everything that can be asked of the service, in the order of its reference. */
export const OPERATIONS: readonly Operation[] = [
  ...classifyOperations,
  ...verdictsOperations,
  ...policiesOperations,
  ...keysOperations,
  ...operatingOperations,
];
