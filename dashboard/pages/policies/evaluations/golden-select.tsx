import { client } from "../../../data/client.ts";
import { useResource } from "../../../data/use-resource.ts";
import { Field } from "../../../kit/field.tsx";
import { Select } from "../../../kit/select.tsx";

export interface GoldenSelectProps {
  /** Empty: only the examples of the front matter. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Chooses the golden set of an evaluation. */
export function GoldenSelect({ value, onChange }: GoldenSelectProps) {
  const sets = useResource(async (signal) => (await client.call("listGoldenSets", { signal })).data.data, []);
  const options = [
    { value: "", words: "Only the policy's examples" },
    ...(sets.data ?? []).map(({ name, items }) => ({ value: name, words: `${name} (${items} items)` })),
  ];
  return (
    <Field
      label="Golden set"
      {...(sets.data?.length === 0
        ? { hint: "None is stored yet. To store one: gavel golden push NAME FILE" }
        : {})}
      error={sets.error === undefined ? null : "The golden sets could not be loaded."}
    >
      {(control) => <Select control={control} value={value} options={options} onChange={onChange} />}
    </Field>
  );
}
