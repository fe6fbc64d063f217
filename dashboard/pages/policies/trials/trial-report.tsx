import type { Trial } from "../../../../packages/client/src/client.ts";
import { client } from "../../../data/client.ts";
import { useQueryState } from "../../../data/query-state.ts";
import { useCan } from "../../../data/session.ts";
import { useAction } from "../../../data/use-action.ts";
import { usePoll } from "../../../data/use-poll.ts";
import { ActionError } from "../../../kit/action-error.tsx";
import { Button } from "../../../kit/button.tsx";
import { Definitions } from "../../../kit/definitions.tsx";
import { Loaded } from "../../../kit/loaded.tsx";
import { Section } from "../../../kit/section.tsx";
import { Time } from "../../../kit/time.tsx";
import { MeasuredValue } from "../../evaluations/measured.tsx";
import { Disagreements } from "./disagreements.tsx";
import { OverTime } from "./over-time.tsx";

export interface TrialReportProps {
  readonly id: string;
  readonly onStopped: () => void;
}

const POLL_MS = 5000;

/** How often a candidate disagrees with the live verdicts, when, and on which items. */
export function TrialReport({ id, onStopped }: TrialReportProps) {
  const [query, setQuery] = useQueryState();
  const by = query["by"] === "hour" ? "hour" : "day";
  const can = useCan();
  const path = { trial_id: id };
  const trial = usePoll(
    async (signal) => (await client.call("getTrial", { path, query: { by }, signal })).data,
    POLL_MS,
    [id, by],
  );
  const stop = useAction(
    () => client.call("stopTrial", { path }),
    () => {
      trial.reload();
      onStopped();
    },
  );
  return (
    <Loaded resource={trial} scope="evaluations:read" what="the report">
      {(shown) => (
        <>
          <div class="row">
            <Facts trial={shown} />
            {shown.status === "running" && can("evaluations:write") && (
              <Button disabled={stop.running} onClick={() => stop.run(undefined)}>
                {`Stop the ${shown.kind}`}
              </Button>
            )}
          </div>
          <ActionError error={stop.error} />
          {shown.report !== null && (
            <Section
              title="Disagreement over time"
              aside={
                <Button
                  pressed={by === "hour"}
                  onClick={() => setQuery({ by: by === "hour" ? null : "hour" })}
                >
                  By hour
                </Button>
              }
            >
              <OverTime intervals={shown.report.over_time} />
            </Section>
          )}
          {can("verdicts:read") && (
            <Section title="Items on which the two disagree">
              <Disagreements trialId={id} judged={shown.judged} />
            </Section>
          )}
        </>
      )}
    </Loaded>
  );
}

function Facts({ trial }: { readonly trial: Trial }) {
  const { kind, status, policy, share, items, judged, failed, waiting, created_at: at, report } = trial;
  return (
    <Definitions
      items={[
        ["Candidate", `version ${policy.version}`],
        ["State", status],
        ["Started", <Time at={at} />],
        ["Share", share === null ? undefined : `${share * 100} % of the live items`],
        ["Items", `${items}: ${judged} judged, ${waiting} waiting, ${failed} failed`],
        ["Disagreement", report === null ? undefined : <MeasuredValue {...report.disagreements} />],
        ["Only the candidate", report === null ? undefined : `${report.only_candidate} violations`],
        [
          kind === "shadow" ? "Only the live verdict" : "Only the record",
          report === null ? undefined : `${report.only_live} violations`,
        ],
        ["Another category", report === null ? undefined : String(report.other_category)],
        ["Kappa", report?.kappa?.toFixed(3)],
      ]}
    />
  );
}
