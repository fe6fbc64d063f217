import { useLocation } from "preact-iso/router";
import { useState } from "preact/hooks";
import { client } from "../../../data/client.ts";
import { useQueryState } from "../../../data/query-state.ts";
import { useAction } from "../../../data/use-action.ts";
import { useResource } from "../../../data/use-resource.ts";
import { ActionError } from "../../../kit/action-error.tsx";
import { Button } from "../../../kit/button.tsx";
import { Field } from "../../../kit/field.tsx";
import { Select } from "../../../kit/select.tsx";
import { EffortSelect } from "../editor/effort-select.tsx";
import type { Effort } from "../editor/try-draft.ts";
import { policyUrls } from "../policy-urls.ts";
import { GoldenSelect } from "./golden-select.tsx";

const REPEATS = ["1", "2", "3", "5", "10"].map((value) => ({
  value,
  words: value === "1" ? "Once" : `${value} times`,
}));

/** Starts an evaluation of a version, alone or together with the active version to compare the two. */
export function StartEvaluation({ id }: { readonly id: string }) {
  const { route } = useLocation();
  const [query, setQuery] = useQueryState();
  const [golden, setGolden] = useState("");
  const [effort, setEffort] = useState<Effort | null>(null);
  const [repeats, setRepeats] = useState("1");
  const path = { policy_id: id };
  const policy = useResource(async (signal) => (await client.call("getPolicy", { path, signal })).data, [id]);
  const latest = policy.data?.latest_version ?? 1;
  const active = policy.data?.active_version ?? null;
  const version = Number(query["version"] ?? active ?? latest);
  const start = useAction(
    async (withActive: boolean) => {
      const settings = {
        repeats: Number(repeats),
        ...(golden === "" ? {} : { golden_set: golden }),
        ...(effort === null ? {} : { reasoning_effort: effort }),
      };
      const one = async (number: number): Promise<string> =>
        (await client.call("createEvaluation", { path, body: { ...settings, version: number } })).data.id;
      const candidate = await one(version);
      if (!withActive || active === null) return `/app/evaluations/${candidate}`;
      return policyUrls.compare(id, await one(active), candidate);
    },
    (url) => route(url),
  );
  const versions = Array.from({ length: latest }, (_, index) => ({
    value: String(latest - index),
    words: `Version ${latest - index}${latest - index === active ? " (active)" : ""}`,
  }));
  return (
    <div class="stack">
      <div class="controls">
        <Field label="Version">
          {(control) => (
            <Select
              control={control}
              value={String(version)}
              options={versions}
              onChange={(next) => setQuery({ version: next })}
            />
          )}
        </Field>
        <GoldenSelect value={golden} onChange={setGolden} />
        <EffortSelect value={effort} onChange={setEffort} />
        <Field label="Judge each item">
          {(control) => <Select control={control} value={repeats} options={REPEATS} onChange={setRepeats} />}
        </Field>
        <Button kind="primary" disabled={start.running} onClick={() => start.run(false)}>
          Evaluate
        </Button>
        {active !== null && active !== version && (
          <Button disabled={start.running} onClick={() => start.run(true)}>
            {`Compare with version ${active}`}
          </Button>
        )}
      </div>
      <ActionError error={start.error} />
    </div>
  );
}
