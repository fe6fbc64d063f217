import type { Trial } from "../../../../packages/client/src/client.ts";
import { Field } from "../../../kit/field.tsx";
import { formatAbsolute } from "../../../kit/format-time.ts";
import { Select } from "../../../kit/select.tsx";

export interface TrialChoiceProps {
  /** Newest first. */
  readonly trials: readonly Trial[];
  readonly chosen: string;
  readonly onChange: (id: string) => void;
}

export function TrialChoice({ trials, chosen, onChange }: TrialChoiceProps) {
  const options = trials.map(({ id, kind, policy, status, created_at: at }) => ({
    value: id,
    words: `${kind === "shadow" ? "Shadow" : "Replay"} of version ${policy.version}, ${status}, ${formatAbsolute(Date.parse(at))}`,
  }));
  return (
    <div class="controls">
      <Field label="Report of">
        {(control) => <Select control={control} value={chosen} options={options} onChange={onChange} />}
      </Field>
    </div>
  );
}
