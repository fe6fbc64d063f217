import { Field } from "../../kit/field.tsx";
import { Select, type SelectProps } from "../../kit/select.tsx";

/** Which of the items of a report are listed. */
export function ShownChoice<Value extends string>(
  props: Pick<SelectProps<Value>, "value" | "options" | "onChange">,
) {
  return (
    <div class="controls">
      <Field label="Show">{(control) => <Select control={control} {...props} />}</Field>
    </div>
  );
}
