import { useRoute } from "preact-iso/router";
import { useEffect } from "preact/hooks";
import type { Evaluation } from "../../../packages/client/src/client.ts";
import { client } from "../../data/client.ts";
import { useResource } from "../../data/use-resource.ts";
import { Definitions } from "../../kit/definitions.tsx";
import { Id } from "../../kit/id.tsx";
import { Loaded } from "../../kit/loaded.tsx";
import { Section } from "../../kit/section.tsx";
import { Time } from "../../kit/time.tsx";
import { PolicyHead } from "../policies/policy-head.tsx";
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
          <PolicyHead id={evaluation.policy.id} what={`Evaluation of ${evaluationName(evaluation)}`} />
          <h2>{evaluationName(evaluation)}</h2>
          <Facts evaluation={evaluation} />
          {!hasEnded(evaluation) && <Progress evaluation={evaluation} onChanged={shown.reload} />}
          {gate !== null && <GateChecks gate={gate} />}
          {evaluation.report !== null && <Report evaluation={evaluation} report={evaluation.report} />}
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
        ["Id", <Id id={id} of="evaluation" />],
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
  const categories = report.categories.map(({ code, metrics }) => ({ name: code, metrics }));
  const tags = report.tags.map(({ tag, metrics }) => ({ name: tag, metrics }));
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
        <Items id={id} />
      </Section>
    </>
  );
}
