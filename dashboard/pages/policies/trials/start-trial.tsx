import { useState } from "preact/hooks";
import { client } from "../../../data/client.ts";
import { useAction } from "../../../data/use-action.ts";
import { useResource } from "../../../data/use-resource.ts";
import { ActionError } from "../../../kit/action-error.tsx";
import { Button } from "../../../kit/button.tsx";
import { Field } from "../../../kit/field.tsx";
import { Select } from "../../../kit/select.tsx";

export interface StartTrialProps {
  readonly id: string;
  readonly onStarted: (trialId: string) => void;
}

const SHARES = ["0.01", "0.05", "0.1", "0.25", "0.5", "1"].map((value) => ({
  value,
  words: `${Number(value) * 100} % of the live items`,
}));
const LIMITS = ["100", "500", "1000", "5000"].map((value) => ({ value, words: `${value} recent records` }));

/** Starts a shadow or a replay of a version. */
export function StartTrial({ id, onStarted }: StartTrialProps) {
  const path = { policy_id: id };
  const policy = useResource(async (signal) => (await client.call("getPolicy", { path, signal })).data, [id]);
  const latest = policy.data?.latest_version ?? 1;
  const [chosen, setChosen] = useState<number | null>(null);
  const [share, setShare] = useState("0.1");
  const [limit, setLimit] = useState("500");
  const version = chosen ?? latest;
  const start = useAction(
    async (kind: "shadow" | "replay") =>
      kind === "shadow"
        ? (await client.call("startShadow", { path, body: { version, share: Number(share) } })).data.id
        : (await client.call("startReplay", { path, body: { version, limit: Number(limit) } })).data.id,
    onStarted,
  );
  const versions = Array.from({ length: latest }, (_, index) => ({
    value: String(latest - index),
    words: `Version ${latest - index}${latest - index === policy.data?.active_version ? " (active)" : ""}`,
  }));
  return (
    <div class="stack">
      <div class="controls">
        <Field label="Candidate">
          {(control) => (
            <Select
              control={control}
              value={String(version)}
              options={versions}
              onChange={(next) => setChosen(Number(next))}
            />
          )}
        </Field>
        <Field label="Shadow">
          {(control) => <Select control={control} value={share} options={SHARES} onChange={setShare} />}
        </Field>
        <Button disabled={start.running} onClick={() => start.run("shadow")}>
          Start a shadow
        </Button>
        <Field label="Replay">
          {(control) => <Select control={control} value={limit} options={LIMITS} onChange={setLimit} />}
        </Field>
        <Button disabled={start.running} onClick={() => start.run("replay")}>
          Start a replay
        </Button>
      </div>
      <ActionError error={start.error} />
    </div>
  );
}
