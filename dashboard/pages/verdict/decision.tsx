import type { VerdictRecord } from "../../../packages/client/src/client.ts";
import type { Resource } from "../../data/use-resource.ts";
import { codesOf } from "../../kit/codes.ts";
import { Definitions } from "../../kit/definitions.tsx";
import { PlainText } from "../../kit/plain-text.tsx";
import { Scale } from "../../kit/scale.tsx";
import { Section } from "../../kit/section.tsx";
import { Shielded } from "../../kit/shield.tsx";
import { Tag } from "../../kit/tag.tsx";
import { CategoryName } from "./category-name.tsx";
import { CitedRules } from "./cited-rules.tsx";
import type { PolicyText } from "./use-policy-version.ts";

export interface DecisionProps {
  readonly record: VerdictRecord;
  readonly policy: Resource<PolicyText | null>;
}

/** What the model decided, why, and the text of the rules that it cites. */
export function Decision({ record, policy }: DecisionProps) {
  const codes = codesOf(record);
  const version = policy.data?.version;
  const [from, to] = version?.review?.score_between ?? [];
  const rationale = record.verdict?.rationale ?? "";
  return (
    <Section title="Why">
      <Definitions
        items={[
          [
            "Category",
            codes.category === null ? null : <CategoryName code={codes.category} version={version} />,
          ],
          ["Confidence", codes.confidence],
          [
            "Score",
            record.score === null ? (
              <span class="muted">This engine returns none</span>
            ) : (
              <Scale
                value={record.score}
                {...(from === undefined || to === undefined
                  ? {}
                  : { band: { from, to, words: "a person decides" } })}
              />
            ),
          ],
          ["Checks", <Checks record={record} />],
        ]}
      />
      <div class="reasons">
        <div class="section">
          <h3>Rationale</h3>
          {rationale === "" ? (
            <p class="muted">It is not kept: its retention period is over, or the record was erased.</p>
          ) : (
            <Shielded>
              <PlainText text={rationale} label="Rationale" />
            </Shielded>
          )}
        </div>
        <div class="section">
          <h3>What the policy says</h3>
          <CitedRules
            codes={[...codes.rules, ...(codes.category === null ? [] : [codes.category])]}
            policy={policy}
          />
        </div>
      </div>
    </Section>
  );
}

/** Facts that a person should check although the verdict is valid. */
function Checks({ record: { checks } }: { readonly record: VerdictRecord }) {
  if (checks === null) return <span class="muted">No checks were made</span>;
  const faults = [
    ...(checks.citations_known ? [] : ["It cites a code that this policy version does not have"]),
    ...(checks.codes_agree ? [] : ["The codes that it cites contradict the decision"]),
    ...(checks.injection_markers === 0
      ? []
      : [
          `The content contains control tokens of the model (${checks.injection_markers}), which it got as text`,
        ]),
  ];
  if (faults.length === 0) return <>Codes are known and agree with the decision</>;
  return (
    <ul class="plain-list">
      {faults.map((fault) => (
        <li key={fault}>
          <Tag tone="review">Check</Tag> {fault}
        </li>
      ))}
    </ul>
  );
}
