import type { Scope } from "../../../data/scope.ts";

/** What a key with each scope may do. */
export const SCOPE_WORDS: Readonly<Record<Scope, string>> = {
  classify: "Send content to be judged, upload and cancel batches.",
  "policies:read": "Read policies and their versions.",
  "policies:write": "Upload, activate and archive policies.",
  "verdicts:read": "Read, search, count, export and follow records, and read metrics.",
  "reasoning:read": "Read the model's reasoning, which may repeat the content.",
  "content:read":
    "Read the content that was judged. Each read is in the audit log. With classify: retry failed items.",
  "reviews:read": "Read the review queue and its figures.",
  "reviews:write": "Decide reviews.",
  "evaluations:read": "Read golden sets, evaluations and shadows.",
  "evaluations:write": "Upload golden sets, start and stop evaluations and shadows.",
  "audit:read": "Read and verify the audit log.",
  "operations:read": "See processes, engines, model servers and the queue of every key.",
  admin: "Everything, including keys, webhooks and erasing records.",
};

export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly scopes: readonly Scope[];
}

/** For the people and programs that usually need a key. */
export const PRESETS: readonly Preset[] = [
  { id: "backend", title: "Backend", scopes: ["classify", "verdicts:read"] },
  {
    id: "analyst",
    title: "Analyst",
    scopes: ["verdicts:read", "content:read", "policies:read", "reviews:read", "reviews:write"],
  },
  {
    id: "author",
    title: "Policy author",
    scopes: [
      "classify",
      "policies:read",
      "policies:write",
      "verdicts:read",
      "reviews:read",
      "evaluations:read",
      "evaluations:write",
    ],
  },
  {
    id: "on-call",
    title: "On call",
    scopes: ["operations:read", "verdicts:read", "audit:read", "classify", "content:read"],
  },
];

/** The preset with exactly these scopes, if there is one. */
export function presetOf(scopes: ReadonlySet<Scope>): string | null {
  const same = ({ scopes: own }: Preset): boolean =>
    own.length === scopes.size && own.every((scope) => scopes.has(scope));
  return PRESETS.find(same)?.id ?? null;
}
