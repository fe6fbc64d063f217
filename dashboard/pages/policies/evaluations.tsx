import { useLocation, useRoute } from "preact-iso/router";
import { useState } from "preact/hooks";
import type { Evaluation } from "../../../packages/client/src/client.ts";
import { client } from "../../data/client.ts";
import { useCan } from "../../data/session.ts";
import { usePoll } from "../../data/use-poll.ts";
import { Button } from "../../kit/button.tsx";
import { Loaded } from "../../kit/loaded.tsx";
import { Section } from "../../kit/section.tsx";
import { EmptyState } from "../../kit/state.tsx";
import { Table, type TableColumn } from "../../kit/table.tsx";
import { Time } from "../../kit/time.tsx";
import { evaluationName, hasEnded } from "../evaluations/evaluation-name.ts";
import { StartEvaluation } from "./evaluations/start-evaluation.tsx";
import { PolicyHead } from "./policy-head.tsx";
import { policyUrls } from "./policy-urls.ts";

const POLL_MS = 5000;

/** The evaluations of a policy: to start one, open one, or compare two. */
export function Page() {
  const id = useRoute().params["id"] ?? "";
  const can = useCan();
  const { route } = useLocation();
  const [base, setBase] = useState<Evaluation | null>(null);
  const list = usePoll(
    async (signal) => {
      const query = { policy_id: id, limit: 100 };
      return (await client.call("listEvaluations", { query, signal })).data.data;
    },
    POLL_MS,
    [id],
  );
  const compare: TableColumn<Evaluation> = {
    title: "Compare",
    width: "140px",
    cell: (evaluation) => (
      <>
        {base === null && <Button onClick={only(() => setBase(evaluation))}>Use as base</Button>}
        {base !== null && base.id === evaluation.id && (
          <Button onClick={only(() => setBase(null))}>Base ✕</Button>
        )}
        {base !== null && base.id !== evaluation.id && (
          <a
            class="button"
            href={policyUrls.compare(id, base.id, evaluation.id)}
            onClick={only(() => undefined)}
          >
            Compare with base
          </a>
        )}
      </>
    ),
  };
  return (
    <>
      <PolicyHead id={id} what="Evaluations" />
      {can("evaluations:write") && (
        <Section title="Evaluate a version">
          <StartEvaluation id={id} />
        </Section>
      )}
      <Section title="Evaluations">
        <Loaded resource={list} scope="evaluations:read" what="the evaluations">
          {(evaluations) =>
            evaluations.length === 0 ? (
              <EmptyState
                title="There are no evaluations of this policy yet"
                command={`gavel eval ${id} --golden cases.jsonl`}
              >
                An evaluation judges a golden set under a version, and reports how often it was right.
              </EmptyState>
            ) : (
              <Table
                label="Evaluations"
                noun="evaluation"
                rows={evaluations}
                rowHeight={44}
                rowKey={(evaluation) => evaluation.id}
                onOpen={(evaluation) => route(`/app/evaluations/${evaluation.id}`)}
                columns={[...COLUMNS, compare]}
              />
            )
          }
        </Loaded>
      </Section>
    </>
  );
}

/** Handles a click on a control in a row without opening the row. */
function only(run: () => void): (event: MouseEvent) => void {
  return (event) => {
    event.stopPropagation();
    run();
  };
}

const COLUMNS: readonly TableColumn<Evaluation>[] = [
  {
    title: "Evaluation",
    width: "minmax(0, 2fr)",
    cell: (evaluation) => (
      <a
        href={`/app/evaluations/${evaluation.id}`}
        tabIndex={-1}
        onClick={(event) => event.stopPropagation()}
      >
        {evaluationName(evaluation)}
      </a>
    ),
  },
  {
    title: "State",
    width: "minmax(0, 1fr)",
    wideOnly: true,
    cell: (evaluation) => (hasEnded(evaluation) ? evaluation.status : progressWords(evaluation)),
  },
  {
    title: "Effort",
    width: "140px",
    wideOnly: true,
    cell: ({ reasoning_effort: effort, repeats }) => (repeats > 1 ? `${effort}, ${repeats} times` : effort),
  },
  { title: "Started", width: "110px", wideOnly: true, cell: ({ created_at: at }) => <Time at={at} /> },
];

function progressWords({ judgements: { total, completed, failed } }: Evaluation): string {
  return `${completed + failed} of ${total}`;
}
