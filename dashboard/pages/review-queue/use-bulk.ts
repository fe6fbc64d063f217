import { useState } from "preact/hooks";
import type { Schemas } from "../../../packages/client/src/client.ts";
import { client } from "../../data/client.ts";
import { useCan } from "../../data/session.ts";
import { useResource } from "../../data/use-resource.ts";
import { showToast } from "../../kit/toast-store.ts";
import * as api from "../review/review-api.ts";
import type { DecisionKind } from "../review/tally.ts";
import { bulkWords, inBulk } from "./bulk.ts";
import type { BulkRequest } from "./bulk-dialog.tsx";
import type { ReviewItem } from "./use-queue.ts";

const UNDO_MS = 60_000;
const PAST: Readonly<Record<DecisionKind, string>> = {
  agree: "agreed",
  overturn: "overturned",
  unsure: "marked as unsure",
  escalate: "escalated",
};

export interface Bulk {
  /** The decision that is to be confirmed. */
  readonly asked: DecisionKind | null;
  readonly ask: (decision: DecisionKind) => void;
  readonly cancel: () => void;
  readonly confirm: (request: BulkRequest) => void;
  /** The number of finished items of a run; null if nothing is running. */
  readonly progress: number | null;
  readonly total: number;
  /** The last run, while it can be undone. */
  readonly undone: { readonly words: string; readonly until: number } | null;
  readonly undo: () => void;
  /** The categories of the policy, if all selected items have the same one. */
  readonly categories: Schemas["PolicyVersion"]["categories"];
}

/** One decision on all selected items, which can be undone as a whole. */
export function useBulk(chosen: readonly ReviewItem[], reviewer: string, onChanged: () => void): Bulk {
  const [asked, setAsked] = useState<DecisionKind | null>(null);
  const [progress, setProgress] = useState<number | null>(null);
  const [total, setTotal] = useState(0);
  const [last, setLast] = useState<{ ids: readonly string[]; words: string; until: number } | null>(null);
  const mayRead = useCan()("policies:read");
  const policies = [...new Set(chosen.map(({ record }) => record.policy.id))];
  const [policy] = chosen;
  const only = policies.length === 1 && policy !== undefined && mayRead ? policy.record.policy : null;
  const wanted = asked === "overturn" ? only : null;
  const version = useResource(
    async (signal) =>
      wanted === null
        ? null
        : (
            await client.call("getPolicyVersion", {
              path: { policy_id: wanted.id, version: wanted.version },
              signal,
            })
          ).data,
    [wanted?.id, wanted?.version],
  );
  const run = async (ids: readonly string[], work: (id: string) => Promise<unknown>) => {
    setTotal(ids.length);
    setProgress(0);
    try {
      return await inBulk(ids, work, setProgress);
    } finally {
      setProgress(null);
    }
  };
  return {
    asked,
    ask: setAsked,
    cancel: () => setAsked(null),
    progress,
    total,
    undone: last,
    categories: version.data?.categories ?? [],
    confirm: (request) => {
      setAsked(null);
      const until = Date.now() + UNDO_MS;
      run(
        chosen.map(({ id }) => id),
        (id) => api.decide(id, { ...request, reviewer }),
      ).then((result) => {
        const words = bulkWords(result, PAST[request.decision]);
        setLast(
          result.done.length === 0 ? null : { ids: result.done, words: words.replace(/\.$/, ""), until },
        );
        if (result.done.length === 0 || result.refused.size > 0) showToast(words);
        onChanged();
      }, showUnexpected);
    },
    undo: () => {
      if (last === null || progress !== null) return;
      setLast(null);
      run(last.ids, async (id) => {
        await api.undo(id, reviewer);
        await api.release(id, reviewer);
      }).then((result) => {
        showToast(bulkWords(result, "undone"));
        onChanged();
      }, showUnexpected);
    },
  };
}

function showUnexpected(): void {
  showToast("It failed for an unknown reason. Reload the page to see what was done.");
}
