import { useLayoutEffect, useRef } from "preact/hooks";
import type { Query } from "../../../data/query.ts";
import { useKeys } from "../../../keys/use-keys.ts";
import { Field } from "../../../kit/field.tsx";
import { Select } from "../../../kit/select.tsx";
import { ACTION_WORDS } from "./actions.ts";

const ACTIONS = [
  { value: "", words: "All actions" },
  ...Object.entries(ACTION_WORDS).map(([value, words]) => ({ value, words })),
];

export interface FiltersProps {
  readonly query: Query;
  readonly onChange: (changes: Readonly<Record<string, string | null>>) => void;
}

/** The filters are in the URL, so that a view can be shared. */
export function Filters({ query, onChange }: FiltersProps) {
  const box = useRef<HTMLFormElement>(null);
  useKeys([
    { keys: "/", words: "Go to the filters", run: () => box.current?.querySelector("select")?.focus() },
  ]);
  const text = (name: string, label: string, type: "text" | "date", hint: string) => (
    <Field label={label}>
      {(control) => (
        <TextFilter
          control={control}
          type={type}
          placeholder={hint}
          value={query[name] ?? ""}
          onChange={(value) => onChange({ [name]: value })}
        />
      )}
    </Field>
  );
  return (
    <form class="form-row" ref={box} onSubmit={(event) => event.preventDefault()}>
      <Field label="Action">
        {(control) => (
          <Select
            control={control}
            value={query["action"] ?? ""}
            options={ACTIONS}
            onChange={(action) => onChange({ action })}
          />
        )}
      </Field>
      {text("actor", "Key", "text", "id of a key")}
      {text("subject", "Subject", "text", "/policies/spam")}
      {text("since", "From", "date", "")}
      {text("until", "To", "date", "")}
    </form>
  );
}

interface TextFilterProps {
  readonly control: object;
  readonly type: "text" | "date";
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Applied on Enter or when the field loses the focus, not on each letter. */
function TextFilter({ control, type, placeholder, value, onChange }: TextFilterProps) {
  const input = useRef<HTMLInputElement>(null);
  // Before the next paint, so that nothing that was typed is lost.
  useLayoutEffect(() => {
    if (input.current !== null) input.current.value = value;
  }, [value]);
  return (
    <input
      {...control}
      ref={input}
      class="input"
      {...(type === "date" ? { type: "date" as const } : { type: "text" as const, placeholder })}
      autocomplete="off"
      onChange={(event) => onChange(event.currentTarget.value.trim())}
    />
  );
}
