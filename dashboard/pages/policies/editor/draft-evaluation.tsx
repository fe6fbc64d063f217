import { useLocation } from "preact-iso/router";
import { useState } from "preact/hooks";
import { client } from "../../../data/client.ts";
import { useAction } from "../../../data/use-action.ts";
import { ActionError } from "../../../kit/action-error.tsx";
import { Button } from "../../../kit/button.tsx";
import { GoldenSelect } from "../evaluations/golden-select.tsx";
import { policyUrls } from "../policy-urls.ts";
import { EffortSelect } from "./effort-select.tsx";
import type { Effort } from "./try-draft.ts";

export interface DraftEvaluationProps {
  readonly id: string;
  readonly text: string;
  readonly activeVersion: number | null;
}

/** Evaluates the text of the editor on a golden set, alone or against the active version. */
export function DraftEvaluation({ id, text, activeVersion }: DraftEvaluationProps) {
  const { route } = useLocation();
  const [golden, setGolden] = useState("");
  const [effort, setEffort] = useState<Effort | null>(null);
  const start = useAction(
    async (compared: boolean) => {
      const settings = {
        ...(golden === "" ? {} : { golden_set: golden }),
        ...(effort === null ? {} : { reasoning_effort: effort }),
      };
      const path = { policy_id: id };
      const draft = (await client.call("createEvaluation", { path, body: { ...settings, draft: text } }))
        .data;
      if (!compared || activeVersion === null) return `/app/evaluations/${draft.id}`;
      const body = { ...settings, version: activeVersion };
      const base = (await client.call("createEvaluation", { path, body })).data;
      return policyUrls.compare(id, base.id, draft.id);
    },
    (url) => route(url),
  );
  return (
    <div class="stack">
      <div class="controls">
        <GoldenSelect value={golden} onChange={setGolden} />
        <EffortSelect value={effort} onChange={setEffort} />
      </div>
      <div class="row">
        <Button disabled={start.running} onClick={() => start.run(false)}>
          Evaluate the text
        </Button>
        {activeVersion !== null && (
          <Button disabled={start.running} onClick={() => start.run(true)}>
            {`Compare with version ${activeVersion}`}
          </Button>
        )}
      </div>
      <ActionError error={start.error} />
    </div>
  );
}
