import { useState } from "preact/hooks";
import { useQueryState } from "../../data/query-state.ts";
import { useSession } from "../../data/session.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Button } from "../../kit/button.tsx";
import { Failed } from "../../kit/loaded.tsx";
import { PageHead } from "../../kit/page-head.tsx";
import { Select } from "../../kit/select.tsx";
import { LoadingState } from "../../kit/state.tsx";
import { useNow } from "../../kit/use-now.ts";
import { BreakNotice, BreakView } from "./break-notice.tsx";
import { ItemView } from "./item-view.tsx";
import { LeaseStatus } from "./lease-status.tsx";
import { LostView, QueueEmpty } from "./other-views.tsx";
import { Progress } from "./progress.tsx";
import { PolicyChoice } from "./queue-choice.tsx";
import { reviewerName } from "../../data/review-settings.ts";
import { SettingsDialog } from "./settings-dialog.tsx";
import { loadSettings, saveSettings } from "../../data/stored-settings.ts";
import { breakReason } from "./tally.ts";
import { UndoBar } from "./undo-bar.tsx";
import { useLease } from "./use-lease.ts";
import { useReview } from "./use-review.ts";

const DONE = { agree: "Agreed", overturn: "Overturned", unsure: "Unsure", escalate: "Escalated" };
const QUEUES = [
  { value: "needs_review", words: "Needs review" },
  { value: "escalated", words: "Escalated" },
] as const;
const REASONS_KEPT = 3;

/** One item at a time, by keyboard. */
export function Page() {
  const [query, setQuery] = useQueryState();
  const { key } = useSession();
  const [settings, setSettings] = useState(loadSettings);
  const [settingsOpen, setSettingsOpen] = useState(false);
  const [reasons, setReasons] = useState<readonly string[]>([]);
  const policyId = query["policy"] ?? "";
  const state = query["queue"] === "escalated" ? "escalated" : "needs_review";
  const review = useReview({
    policyId,
    state,
    reviewer: reviewerName(settings.reviewer, key.name),
    itemId: query["item"] ?? null,
    onNext: () => setQuery({ item: null }),
  });
  const { view, last, tally } = review;
  const claim = view.kind === "item" ? view.item.claim : null;
  const lease =
    view.kind === "item" && claim !== null
      ? { claimedAt: view.claimedAt, expiresAt: Date.parse(claim.expires_at) }
      : null;
  useLease(lease, review.extend);
  useKeys([
    { keys: "w", words: "Review settings: blur, breaks, your name", run: () => setSettingsOpen(true) },
  ]);
  const now = useNow();
  const tired = view.kind === "item" ? breakReason(tally, settings, now) : null;
  return (
    <div class="review">
      <PageHead title="Review">
        <PolicyChoice policyId={policyId} onChange={(policy) => setQuery({ policy, item: null })} />
        <Select
          label="Queue"
          value={state}
          options={QUEUES}
          onChange={(queue) => setQuery({ queue: queue === "escalated" ? queue : null, item: null })}
        />
        <a class="button" href="/app/review/queue">
          List
        </a>
        <Button keys="w" onClick={() => setSettingsOpen(true)}>
          Settings
        </Button>
      </PageHead>
      <div class="review-status">
        <Progress tally={tally} policyId={policyId} />
        {claim !== null && <LeaseStatus expiresAt={claim.expires_at} onExtend={review.extend} />}
        {last !== null && <UndoBar words={DONE[last.decision]} until={last.until} onUndo={review.undo} />}
      </div>
      {tired !== null && (
        <BreakNotice reason={tired} onBreak={review.takeBreak} onLater={review.putOffBreak} />
      )}
      {view.kind === "claiming" && <LoadingState what="the next item" />}
      {view.kind === "item" && (
        <ItemView
          key={view.item.id}
          item={view.item}
          review={review}
          settings={settings}
          reasons={reasons}
          onReason={(reason) => setReasons([...new Set([reason, ...reasons])].slice(0, REASONS_KEPT))}
        />
      )}
      {view.kind === "empty" && (
        <QueueEmpty escalated={state === "escalated"} policyId={policyId} onRetry={review.next} />
      )}
      {view.kind === "break" && <BreakView since={view.since} onGoOn={review.next} />}
      {view.kind === "lost" && <LostView reason={view.reason} onNext={review.next} />}
      {view.kind === "failed" && (
        <Failed error={view.error} scope="reviews:write" what="the next item" onRetry={review.next} />
      )}
      {settingsOpen && (
        <SettingsDialog
          settings={settings}
          keyName={key.name}
          onChange={(changed) => {
            setSettings(changed);
            saveSettings(changed);
          }}
          onClose={() => setSettingsOpen(false)}
        />
      )}
    </div>
  );
}
