import { useLocation } from "preact-iso/router";
import type { VerdictRecord } from "../../../packages/client/src/client.ts";
import { useCan } from "../../data/session.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Id } from "../../kit/id.tsx";
import { KeyHint } from "../../kit/key-hint.tsx";
import { outcomeOf } from "../../kit/outcome.ts";
import { OutcomeMark } from "../../kit/outcome-mark.tsx";
import { PageHead } from "../../kit/page-head.tsx";
import { REVIEW_WORDS } from "../../kit/review-words.ts";
import { ShieldArea } from "../../kit/shield.tsx";
import { Tag } from "../../kit/tag.tsx";
import { Time } from "../../kit/time.tsx";
import { Content } from "./content.tsx";
import { Decision } from "./decision.tsx";
import { History } from "./history.tsx";
import { Provenance } from "./provenance.tsx";
import { Reasoning } from "./reasoning.tsx";
import { Similar } from "./similar.tsx";
import { Unsettled } from "./unsettled.tsx";
import { usePolicyVersion } from "./use-policy-version.ts";

export interface VerdictProps {
  readonly record: VerdictRecord;
}

/** What was judged and why on the left, how and what followed on the right; one below the other on a narrow page. */
export function Verdict({ record }: VerdictProps) {
  const can = useCan();
  const policy = usePolicyVersion(record.policy.id, record.policy.version);
  const isJudged = record.status === "completed" && record.verdict !== null;
  const mayReview = can("reviews:write") && record.status === "completed" && record.erased_at === null;
  const reviewPath = `/app/review?item=${record.id}`;
  const { route } = useLocation();
  useKeys(mayReview ? [{ keys: "v", words: "Review this verdict", run: () => route(reviewPath) }] : []);
  return (
    <ShieldArea sensitive={policy.data?.version.sensitive}>
      <PageHead
        title={
          <span class="row">
            <OutcomeMark outcome={outcomeOf(record)} />
            <span class="visually-hidden">: verdict</span>
          </span>
        }
      >
        {record.review !== null && (
          <Tag tone="review">{REVIEW_WORDS[record.review.state] ?? record.review.state}</Tag>
        )}
        <span class="muted">
          <a href={`/app/policies/${encodeURIComponent(record.policy.id)}`}>{record.policy.id}</a> version{" "}
          {record.policy.version} · <Time at={record.completed_at ?? record.created_at} />
        </span>
        <Id id={record.id} of="verdict" short />
        {mayReview && (
          <a class="button" href={reviewPath} aria-keyshortcuts="v">
            Review this verdict
            <KeyHint keys="v" />
          </a>
        )}
      </PageHead>
      <div class="verdict">
        <div class="verdict-main">
          {!isJudged && <Unsettled record={record} />}
          <Content record={record} />
          {isJudged && <Decision record={record} policy={policy} />}
          {isJudged && <Reasoning id={record.id} />}
        </div>
        <div class="verdict-side">
          <History record={record} />
          <Provenance record={record} />
          {isJudged && <Similar record={record} />}
        </div>
      </div>
    </ShieldArea>
  );
}
