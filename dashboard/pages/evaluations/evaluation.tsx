import { useRoute } from "preact-iso/router";
import { useEffect } from "preact/hooks";
import type { BinaryMetrics, Evaluation } from "../../../packages/client/src/client.ts";
import { client } from "../../data/client.ts";
import { useResource } from "../../data/use-resource.ts";
import { useSensitive } from "../../data/use-sensitive.ts";
import { Definitions } from "../../kit/definitions.tsx";
import { Id } from "../../kit/id.tsx";
import { Loaded } from "../../kit/loaded.tsx";
import { Section } from "../../kit/section.tsx";
import { RevealBar, ShieldArea } from "../../kit/shield.tsx";
import { Time } from "../../kit/time.tsx";
import { PolicyHead } from "../policies/policy-head.tsx";
import { policyUrls } from "../policies/policy-urls.ts";
import { Calibration } from "./calibration.tsx";
import { evaluationName, hasEnded } from "./evaluation-name.ts";
import { CategoryConfusion, Confusion, GroupFigures, OverallFigures } from "./figures.tsx";
import { GateChecks } from "./gate-checks.tsx";
import { Items } from "./items.tsx";
import { Progress } from "./progress.tsx";

const POLL_MS = 1500;

/** An evaluation: its progress, then its report. */
export function Page() {
  const id = useRoute().params["id"] ?? "";
  const sensitive = useSensitive();
  const path = { evaluation_id: id };
  const shown = useResource(
    async (signal) => {
      const evaluation = (await client.call("getEvaluation", { path, signal })).data;
      if (!hasEnded(evaluation)) return { evaluation, gate: null };
      const { data } = await client.call("getEvaluationReport", { path, signal });
      return { evaluation, gate: "kind" in data && data.kind === "evaluation" ? data.gate : null };
    },
    [id],
  );
  const isRunning = shown.data !== undefined && !hasEnded(shown.data.evaluation);
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(shown.reload, POLL_MS);
    return () => clearInterval(timer);
  }, [isRunning]);
  return (
    <Loaded resource={shown} scope="evaluations:read" what="the evaluation">
      {({ evaluation, gate }) => (
        <>
          <PolicyHead
            id={evaluation.policy.id}
            what="Evaluation"
            under={policyUrls.evaluations(evaluation.policy.id)}
          />
          <h2>{`Evaluation of ${evaluationName(evaluation)}`}</h2>
          <Facts evaluation={evaluation} />
          {!hasEnded(evaluation) && <Progress evaluation={evaluation} onChanged={shown.reload} />}
          {gate !== null && <GateChecks gate={gate} />}
          {evaluation.report !== null && (
            <ShieldArea sensitive={sensitive(evaluation.policy.id)}>
              <Report evaluation={evaluation} report={evaluation.report} />
            </ShieldArea>
          )}
        </>
      )}
    </Loaded>
  );
}

function Facts({ evaluation }: { readonly evaluation: Evaluation }) {
  const { id, status, reasoning_effort: effort, repeats, models, created_at: at } = evaluation;
  return (
    <Definitions
      items={[
        ["State", status],
        ["Started", <Time at={at} />],
        ["Effort", `${effort}${repeats > 1 ? `, ${repeats} repeats` : ""}`],
        ["Model", models.length === 0 ? undefined : models.map(({ name }) => name).join(", ")],
        ["Id", <Id id={id} of="evaluation" short />],
      ]}
    />
  );
}

function Report({
  evaluation: { id },
  report,
}: {
  readonly evaluation: Evaluation;
  readonly report: NonNullable<Evaluation["report"]>;
}) {
  const categories = report.categories.map(({ code, metrics }) => ({
    name: code,
    items: labelledWith(metrics),
    metrics,
  }));
  const tags = report.tags.map(({ tag, metrics }) => ({ name: tag, items: metrics.accuracy.total, metrics }));
  return (
    <>
      <div class="halves">
        <Section title="Figures">
          <OverallFigures report={report} />
        </Section>
        <Section title="Decisions">
          <Confusion metrics={report.overall} />
        </Section>
      </div>
      {categories.length > 0 && (
        <Section title="By category">
          <GroupFigures kind="Category" groups={categories} />
        </Section>
      )}
      {report.category_confusion !== null && (
        <Section title="Categories that were confused">
          <CategoryConfusion confusion={report.category_confusion} />
        </Section>
      )}
      {tags.length > 0 && (
        <Section title="By tag">
          <GroupFigures kind="Tag" groups={tags} />
        </Section>
      )}
      {report.calibration !== null && (
        <Section title="Calibration">
          <Calibration calibration={report.calibration} />
        </Section>
      )}
      <Section title="Items">
        <RevealBar />
        <Items id={id} />
      </Section>
    </>
  );
}

/** A category is judged against all others, so its own items are those that are expected to have it. */
function labelledWith({ confusion }: BinaryMetrics): number {
  return confusion.true_positives + confusion.false_negatives;
}
