import type { ControlProps } from "./field.tsx";

export interface Option<Value extends string> {
  readonly value: Value;
  readonly words: string;
}

export interface SelectProps<Value extends string> {
  readonly value: Value;
  readonly options: readonly Option<Value>[];
  readonly onChange: (value: Value) => void;
  readonly control?: ControlProps;
  /** The name, if no field labels it. */
  readonly label?: string;
}

export function Select<Value extends string>({
  value,
  options,
  onChange,
  control,
  label,
}: SelectProps<Value>) {
  return (
    <select
      {...control}
      class="input"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value as Value)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.words}
        </option>
      ))}
    </select>
  );
}
