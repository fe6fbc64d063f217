import type { PageEntry } from "./page-entry.ts";
import { OPERATIONS_PAGES } from "./pages/operations/pages.ts";

/** Every page of the dashboard, in the order of the rail. */
export const PAGES: readonly PageEntry[] = [
  {
    path: "/app/",
    title: "Overview",
    scope: null,
    load: () => import("./pages/overview/page.tsx"),
    rail: { icon: "overview", key: "o" },
  },
  {
    path: "/app/live",
    title: "Live",
    scope: "verdicts:read",
    load: () => import("./pages/live/page.tsx"),
    rail: { icon: "live", key: "l" },
  },
  {
    path: "/app/search",
    title: "Live",
    scope: "verdicts:read",
    load: () => import("./pages/live/page.tsx"),
  },
  {
    path: "/app/verdicts/:id",
    title: "Verdict",
    scope: "verdicts:read",
    load: () => import("./pages/verdict/page.tsx"),
  },
  {
    path: "/app/review",
    title: "Review",
    scope: "reviews:write",
    load: () => import("./pages/review/page.tsx"),
    rail: { icon: "review", key: "r" },
  },
  {
    path: "/app/review/queue",
    title: "Review queue",
    scope: "reviews:read",
    load: () => import("./pages/review-queue/page.tsx"),
  },
  {
    path: "/app/policies",
    title: "Policies",
    scope: "policies:read",
    load: async () => ({ Page: (await import("./pages/policies/area.ts")).List }),
    rail: { icon: "policies", key: "p" },
  },
  {
    path: "/app/policies/:id",
    title: "Policy",
    scope: "policies:read",
    load: async () => ({ Page: (await import("./pages/policies/area.ts")).Policy }),
  },
  {
    path: "/app/policies/:id/versions/:version",
    title: "Policy",
    scope: "policies:read",
    load: async () => ({ Page: (await import("./pages/policies/area.ts")).Policy }),
  },
  {
    path: "/app/policies/:id/diff",
    title: "Changes",
    scope: "policies:read",
    load: async () => ({ Page: (await import("./pages/policies/area.ts")).Diff }),
  },
  {
    path: "/app/policies/:id/edit",
    title: "Editor",
    scope: "policies:read",
    load: async () => ({ Page: (await import("./pages/policies/area.ts")).Edit }),
  },
  {
    path: "/app/policies/:id/evaluations",
    title: "Evaluations",
    scope: "evaluations:read",
    load: async () => ({ Page: (await import("./pages/policies/area.ts")).Evaluations }),
  },
  {
    path: "/app/policies/:id/compare",
    title: "Comparison",
    scope: "evaluations:read",
    load: async () => ({ Page: (await import("./pages/policies/area.ts")).Compare }),
  },
  {
    path: "/app/policies/:id/shadow",
    title: "Shadow and replay",
    scope: "evaluations:read",
    load: async () => ({ Page: (await import("./pages/policies/area.ts")).Trials }),
  },
  {
    path: "/app/evaluations/:id",
    title: "Evaluation",
    scope: "evaluations:read",
    load: async () => ({ Page: (await import("./pages/policies/area.ts")).Evaluation }),
  },
  {
    path: "/app/golden-sets",
    title: "Golden sets",
    scope: "evaluations:read",
    load: async () => ({ Page: (await import("./pages/policies/area.ts")).GoldenSets }),
  },
  {
    path: "/app/golden-sets/:name",
    title: "Golden set",
    scope: "evaluations:read",
    load: async () => ({ Page: (await import("./pages/policies/area.ts")).GoldenItems }),
  },
  ...OPERATIONS_PAGES,
];
