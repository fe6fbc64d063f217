import type { Resource } from "../../data/use-resource.ts";
import { codesOf } from "../../kit/codes.ts";
import { Definitions } from "../../kit/definitions.tsx";
import { OutcomeMark } from "../../kit/outcome-mark.tsx";
import { outcomeOf } from "../../kit/outcome.ts";
import { PlainText } from "../../kit/plain-text.tsx";
import { REVIEW_REASONS } from "../../kit/review-words.ts";
import { Scale } from "../../kit/scale.tsx";
import { Section } from "../../kit/section.tsx";
import { Shielded } from "../../kit/shield.tsx";
import { Tag } from "../../kit/tag.tsx";
import { Time } from "../../kit/time.tsx";
import { CategoryName } from "../verdict/category-name.tsx";
import { CitedRules } from "../verdict/cited-rules.tsx";
import type { PolicyText } from "../verdict/use-policy-version.ts";
import type { ReviewItem } from "./review-api.ts";

export interface VerdictPanelProps {
  readonly item: ReviewItem;
  readonly policy: Resource<PolicyText | null>;
}

/** What the model decided, and why, next to the text of the rules that it cites. */
export function VerdictPanel({ item, policy }: VerdictPanelProps) {
  const { record } = item;
  const { verdict, score } = record;
  const { category, rules, confidence } = codesOf(record);
  const [from, to] = policy.data?.version.review?.score_between ?? [];
  const band =
    from === undefined || to === undefined ? {} : { band: { from, to, words: "a person decides" } };
  return (
    <Section title="Verdict" aside={<OutcomeMark outcome={outcomeOf(record)} />}>
      <Definitions
        items={[
          [
            "Policy",
            <a key="policy" href={`/app/policies/${encodeURIComponent(record.policy.id)}`}>
              {policy.data?.version.title ?? record.policy.id}, version {record.policy.version}
            </a>,
          ],
          [
            "Category",
            category === null ? null : <CategoryName code={category} version={policy.data?.version} />,
          ],
          ["Confidence", confidence],
          ["Score", score === null ? null : <Scale value={score} {...band} />],
          [
            "In review",
            <span key="reasons" class="row">
              {(record.review?.reasons ?? []).map((reason) => (
                <Tag key={reason} tone="review">
                  {REVIEW_REASONS[reason] ?? reason}
                </Tag>
              ))}
            </span>,
          ],
          ["Waiting since", <Time key="since" at={item.queued_at} />],
        ]}
      />
      <h3>Rationale</h3>
      {verdict === null || verdict.rationale === "" ? (
        <p class="muted">It is no longer kept.</p>
      ) : (
        <Shielded>
          <PlainText text={verdict.rationale} label="Rationale" />
        </Shielded>
      )}
      <h3>What it cites</h3>
      <CitedRules
        codes={[...new Set([...rules, ...(category === null ? [] : [category])])]}
        policy={policy}
      />
    </Section>
  );
}
