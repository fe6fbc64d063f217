import { Field } from "../../../kit/field.tsx";

export interface ReasonFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly required?: boolean;
}

const MAX_CHARACTERS = 1000;

/** Why something is done, for the history of the policy. */
export function ReasonField({ value, onChange, required = false }: ReasonFieldProps) {
  return (
    <Field
      label={required ? "Reason" : "Reason (optional)"}
      hint="The history of the policy and the audit log show it."
    >
      {(control) => (
        <input
          {...control}
          class="input"
          maxLength={MAX_CHARACTERS}
          required={required}
          value={value}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
