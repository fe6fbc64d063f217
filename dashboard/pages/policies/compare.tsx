import { useRoute } from "preact-iso/router";
import { useEffect } from "preact/hooks";
import type { Evaluation, Schemas } from "../../../packages/client/src/client.ts";
import { client } from "../../data/client.ts";
import { useQueryState } from "../../data/query-state.ts";
import { useResource } from "../../data/use-resource.ts";
import { useSensitive } from "../../data/use-sensitive.ts";
import { Loaded } from "../../kit/loaded.tsx";
import { Section } from "../../kit/section.tsx";
import { RevealBar, ShieldArea } from "../../kit/shield.tsx";
import { hasEnded } from "../evaluations/evaluation-name.ts";
import { GateChecks } from "../evaluations/gate-checks.tsx";
import { Progress } from "../evaluations/progress.tsx";
import { Flips } from "./evaluations/flips.tsx";
import { PairedFigures } from "./evaluations/paired-figures.tsx";
import { PolicyHead } from "./policy-head.tsx";
import { policyUrls } from "./policy-urls.ts";

const POLL_MS = 1500;

type Comparison = Schemas["EvaluationComparison"];

interface Shown {
  readonly sides: readonly [Evaluation, Evaluation];
  /** Null until both have ended. */
  readonly comparison: Comparison | null;
}

/** Two evaluations of the same items: what the candidate changes, item by item. */
export function Page() {
  const id = useRoute().params["id"] ?? "";
  const [{ base = "", candidate = "" }] = useQueryState();
  const sensitive = useSensitive();
  const shown = useResource((signal) => load(base, candidate, signal), [base, candidate]);
  const isRunning = shown.data !== undefined && shown.data.comparison === null;
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(shown.reload, POLL_MS);
    return () => clearInterval(timer);
  }, [isRunning]);
  return (
    <>
      <PolicyHead id={id} what="Comparison" under={policyUrls.evaluations(id)} />
      <h2>Comparison</h2>
      <Loaded resource={shown} scope="evaluations:read" what="the comparison">
        {({ sides, comparison }) =>
          comparison === null ? (
            <>
              <p>The comparison appears when both evaluations have ended.</p>
              {sides.map((side) => (
                <Progress key={side.id} evaluation={side} onChanged={shown.reload} />
              ))}
            </>
          ) : (
            <>
              <GateChecks gate={comparison.gate} />
              <Section title="Figures">
                <PairedFigures comparison={comparison} />
              </Section>
              <Section title={`Decisions that differ (${comparison.flips.total})`}>
                <ShieldArea sensitive={sensitive(id)}>
                  <RevealBar />
                  <Flips flips={comparison.flips} />
                </ShieldArea>
              </Section>
            </>
          )
        }
      </Loaded>
    </>
  );
}

async function load(base: string, candidate: string, signal: AbortSignal): Promise<Shown> {
  const evaluation = async (id: string): Promise<Evaluation> =>
    (await client.call("getEvaluation", { path: { evaluation_id: id }, signal })).data;
  const sides = await Promise.all([evaluation(base), evaluation(candidate)]);
  if (!sides.every(hasEnded)) return { sides, comparison: null };
  const { data } = await client.call("getEvaluationReport", {
    path: { evaluation_id: candidate },
    query: { base, content: true },
    signal,
  });
  return { sides, comparison: "kind" in data && data.kind === "comparison" ? data : null };
}
