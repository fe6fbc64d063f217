import { Button } from "../../../kit/button.tsx";
import { Field } from "../../../kit/field.tsx";
import { Select } from "../../../kit/select.tsx";

export interface VersionChoiceProps {
  readonly versions: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly onChange: (next: { readonly from: number; readonly to: number }) => void;
}

/** Which two versions are compared. */
export function VersionChoice({ versions, from, to, onChange }: VersionChoiceProps) {
  const options = versions.map((version) => ({ value: String(version), words: `Version ${version}` }));
  return (
    <div class="controls">
      <Field label="From">
        {(control) => (
          <Select
            control={control}
            value={String(from)}
            options={options}
            onChange={(next) => onChange({ from: Number(next), to })}
          />
        )}
      </Field>
      <Field label="To">
        {(control) => (
          <Select
            control={control}
            value={String(to)}
            options={options}
            onChange={(next) => onChange({ from, to: Number(next) })}
          />
        )}
      </Field>
      <Button onClick={() => onChange({ from: to, to: from })}>Swap</Button>
    </div>
  );
}
