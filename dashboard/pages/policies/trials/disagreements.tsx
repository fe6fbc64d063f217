import { client } from "../../../data/client.ts";
import { useResource } from "../../../data/use-resource.ts";
import { Loaded } from "../../../kit/loaded.tsx";
import { RevealBar } from "../../../kit/shield.tsx";
import { Tag } from "../../../kit/tag.tsx";
import { Time } from "../../../kit/time.tsx";
import { Answer } from "../../evaluations/answer.tsx";

const KINDS = {
  only_live: "Violation by the live verdict only",
  only_candidate: "Violation by the candidate only",
  other_category: "Another category",
} as const;
const SHOWN = 50;

export interface DisagreementsProps {
  readonly trialId: string;
  /** The number of items that the candidate has judged: when it grows, the list is loaded again. */
  readonly judged: number;
}

/** The latest items on which the two versions disagree, with both rationales. */
export function Disagreements({ trialId, judged }: DisagreementsProps) {
  const path = { trial_id: trialId };
  const items = useResource(
    async (signal) =>
      (await client.call("listDisagreements", { path, query: { limit: SHOWN }, signal })).data.data,
    [trialId, judged],
  );
  return (
    <Loaded resource={items} scope="verdicts:read" what="the items">
      {(list) =>
        list.length === 0 ? (
          <p class="muted">There are no disagreements.</p>
        ) : (
          <>
            <RevealBar />
            <ol class="cases">
              {list.map(({ verdict_id: id, kind, judged_at: at, live, candidate }) => (
                <li key={id} class="case">
                  <div class="row">
                    <Tag tone="review">{KINDS[kind]}</Tag>
                    <a href={`/app/verdicts/${id}`}>{`Verdict …${id.slice(-8)}`}</a>
                    <Time at={at} />
                  </div>
                  <div class="halves">
                    <Answer
                      by={live.version === null ? "Live" : `Live, version ${live.version}`}
                      violation={live.violation}
                      category={live.policy_category}
                      rationale={live.rationale}
                    />
                    <Answer
                      by={`Candidate, version ${candidate.version ?? ""}`}
                      violation={candidate.violation}
                      category={candidate.policy_category}
                      rationale={candidate.rationale}
                    />
                  </div>
                </li>
              ))}
            </ol>
          </>
        )
      }
    </Loaded>
  );
}
