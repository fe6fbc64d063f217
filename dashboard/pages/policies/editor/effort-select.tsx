import { Field } from "../../../kit/field.tsx";
import { Select } from "../../../kit/select.tsx";
import type { Effort } from "./try-draft.ts";

export interface EffortSelectProps {
  /** Null: that of the policy. */
  readonly value: Effort | null;
  readonly onChange: (value: Effort | null) => void;
}

const OPTIONS = [
  { value: "", words: "As the policy says" },
  { value: "low", words: "Low" },
  { value: "medium", words: "Medium" },
  { value: "high", words: "High" },
] as const;

export function EffortSelect({ value, onChange }: EffortSelectProps) {
  return (
    <Field label="Effort">
      {(control) => (
        <Select
          control={control}
          value={value ?? ""}
          options={OPTIONS}
          onChange={(next) => onChange(next === "" ? null : next)}
        />
      )}
    </Field>
  );
}
