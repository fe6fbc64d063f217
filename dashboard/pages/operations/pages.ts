import type { PageEntry } from "../../page-entry.ts";

/** Each page itself says which scopes it needs, below the tabs that the session may see. */
export const OPERATIONS_PAGES: readonly PageEntry[] = [
  {
    path: "/app/operations",
    title: "Operations",
    scope: null,
    load: () => import("./health/page.tsx"),
    rail: { icon: "operations", key: "s", scopes: ["operations:read", "audit:read"] },
  },
  {
    path: "/app/operations/queue",
    title: "Queue",
    scope: null,
    load: () => import("./queue/page.tsx"),
  },
  {
    path: "/app/operations/batches",
    title: "Batches",
    scope: null,
    load: () => import("./batches/page.tsx"),
  },
  {
    path: "/app/operations/batches/:id",
    title: "Batch",
    scope: null,
    load: () => import("./batches/batch-page.tsx"),
  },
  {
    path: "/app/operations/webhooks",
    title: "Webhooks",
    scope: null,
    load: () => import("./webhooks/page.tsx"),
  },
  {
    path: "/app/operations/webhooks/:id",
    title: "Endpoint",
    scope: null,
    load: () => import("./webhooks/webhook-page.tsx"),
  },
  {
    path: "/app/operations/keys",
    title: "Keys",
    scope: null,
    load: () => import("./keys/page.tsx"),
  },
  {
    path: "/app/operations/audit",
    title: "Audit log",
    scope: null,
    load: () => import("./audit/page.tsx"),
  },
];
