import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../kit/button.tsx";
import { Field } from "../../kit/field.tsx";
import { submitOnEnter } from "./submit-on-enter.ts";

export interface NoteFormProps {
  /** The text that was typed before, if it could not be saved. */
  readonly draft: string;
  readonly onSubmit: (text: string) => void;
  readonly onCancel: () => void;
}

/** A note for other reviewers. */
export function NoteForm({ draft, onSubmit, onCancel }: NoteFormProps) {
  const [text, setText] = useState(draft);
  const area = useRef<HTMLTextAreaElement>(null);
  // Before the next paint, so that nothing typed immediately is lost.
  useLayoutEffect(() => area.current?.focus(), []);
  const submit = (): void => {
    if (text.trim() !== "") onSubmit(text.trim());
  };
  return (
    <form
      class="panel stack"
      aria-label="Note"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        onCancel();
      }}
    >
      <Field
        label="Note for other reviewers"
        hint="Enter saves, Shift+Enter begins a new line, Escape closes."
      >
        {(control) => (
          <textarea
            {...control}
            ref={area}
            class="input"
            rows={2}
            maxLength={5000}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={submitOnEnter(submit)}
          />
        )}
      </Field>
      <div class="row">
        <Button type="submit" kind="primary" disabled={text.trim() === ""}>
          Save the note
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
