import { useRoute } from "preact-iso/router";
import { client } from "../../data/client.ts";
import { useQueryState } from "../../data/query-state.ts";
import { useCan } from "../../data/session.ts";
import { usePoll } from "../../data/use-poll.ts";
import { useSensitive } from "../../data/use-sensitive.ts";
import { Loaded } from "../../kit/loaded.tsx";
import { Section } from "../../kit/section.tsx";
import { ShieldArea } from "../../kit/shield.tsx";
import { EmptyState } from "../../kit/state.tsx";
import { PolicyHead } from "./policy-head.tsx";
import { StartTrial } from "./trials/start-trial.tsx";
import { TrialChoice } from "./trials/trial-choice.tsx";
import { TrialReport } from "./trials/trial-report.tsx";

const POLL_MS = 5000;

/** A candidate version on real content: shadows also judge live items, replays judge recent records again. */
export function Page() {
  const id = useRoute().params["id"] ?? "";
  const [{ trial }, setQuery] = useQueryState();
  const can = useCan();
  const sensitive = useSensitive();
  const trials = usePoll(
    async (signal) =>
      (await client.call("listTrials", { query: { policy_id: id, limit: 50 }, signal })).data.data,
    POLL_MS,
    [id],
  );
  return (
    <>
      <PolicyHead id={id} what="Shadow and replay" />
      {can("evaluations:write") && (
        <Section title="Try a version on real content">
          <StartTrial
            id={id}
            onStarted={(started) => {
              setQuery({ trial: started });
              trials.reload();
            }}
          />
        </Section>
      )}
      <Loaded resource={trials} scope="evaluations:read" what="the shadows and replays">
        {(list) => {
          // The address may name one that is older than those of the list.
          const chosen = trial ?? list[0]?.id;
          if (chosen === undefined) {
            return (
              <EmptyState
                title="No version has been tried on real content yet"
                command={`gavel shadow start ${id}@2 --share 0.1`}
              >
                A shadow lets a candidate judge a share of the live items too. Its report shows how often it
                disagrees, and on what; callers never see its verdicts.
              </EmptyState>
            );
          }
          return (
            <>
              <TrialChoice trials={list} chosen={chosen} onChange={(next) => setQuery({ trial: next })} />
              <ShieldArea key={chosen} sensitive={sensitive(id)}>
                <TrialReport id={chosen} onStopped={trials.reload} />
              </ShieldArea>
            </>
          );
        }}
      </Loaded>
    </>
  );
}
