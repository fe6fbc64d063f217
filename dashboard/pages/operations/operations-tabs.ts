import type { Scope } from "../../data/scope.ts";

export interface OperationsTab {
  readonly path: string;
  readonly title: string;
  /** The scope that its routes need. */
  readonly scope: Scope;
}

export const OPERATIONS_TABS: readonly OperationsTab[] = [
  { path: "/app/operations", title: "Health", scope: "operations:read" },
  { path: "/app/operations/queue", title: "Queue", scope: "operations:read" },
  { path: "/app/operations/batches", title: "Batches", scope: "verdicts:read" },
  { path: "/app/operations/webhooks", title: "Webhooks", scope: "admin" },
  { path: "/app/operations/keys", title: "Keys", scope: "admin" },
  { path: "/app/operations/audit", title: "Audit log", scope: "audit:read" },
];
