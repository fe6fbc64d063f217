import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useKeys } from "../../keys/use-keys.ts";
import { Button } from "../../kit/button.tsx";
import { Field } from "../../kit/field.tsx";
import { KeyHint } from "../../kit/key-hint.tsx";
import type { Choice } from "./choices.ts";
import { submitOnEnter } from "./submit-on-enter.ts";

export interface Overturn {
  readonly violation: 0 | 1;
  readonly policy_category: string | null;
  readonly reason: string;
}

export interface OverturnFormProps {
  readonly choices: readonly Choice[];
  /** Reasons of the last decisions, to use again. */
  readonly reasons: readonly string[];
  readonly onSubmit: (overturn: Overturn) => void;
  readonly onCancel: () => void;
}

/** The correct verdict, chosen by number, and the reason. */
export function OverturnForm({ choices, reasons, onSubmit, onCancel }: OverturnFormProps) {
  const [chosen, setChosen] = useState<Choice | null>(null);
  const [reason, setReason] = useState("");
  const first = useRef<HTMLInputElement>(null);
  const text = useRef<HTMLTextAreaElement>(null);
  // Before the next paint, so that a number that is pressed immediately moves the focus to the reason.
  useLayoutEffect(() => first.current?.focus(), []);
  const choose = (choice: Choice): void => {
    setChosen(choice);
    text.current?.focus();
  };
  useKeys(
    choices.flatMap((choice) =>
      choice.key === null
        ? []
        : [{ keys: choice.key, words: `Correct verdict: ${choice.words}`, run: () => choose(choice) }],
    ),
  );
  const submit = (words: string): void => {
    if (chosen === null || words.trim() === "") return;
    onSubmit({ violation: chosen.violation, policy_category: chosen.category, reason: words.trim() });
  };
  return (
    <form
      class="panel stack"
      aria-label="Overturn"
      onSubmit={(event) => {
        event.preventDefault();
        submit(reason);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        onCancel();
      }}
    >
      <fieldset class="choices">
        <legend>What is right?</legend>
        {choices.map((choice, index) => (
          <label key={choice.words} class="choice">
            <input
              ref={index === 0 ? first : null}
              type="radio"
              name="overturn"
              checked={chosen === choice}
              onChange={() => setChosen(choice)}
            />
            {choice.key !== null && <KeyHint keys={choice.key} />}
            {choice.words}
          </label>
        ))}
      </fieldset>
      <Field label="Reason" hint="Required. Enter overturns, Shift+Enter begins a new line, Escape closes.">
        {(control) => (
          <textarea
            {...control}
            ref={text}
            class="input"
            rows={2}
            maxLength={5000}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
            onKeyDown={submitOnEnter(() => submit(reason))}
          />
        )}
      </Field>
      {reasons.length > 0 && (
        <div class="row" role="group" aria-label="Use a reason again">
          {reasons.map((again) => (
            <Button
              key={again}
              kind="quiet"
              onClick={() => {
                setReason(again);
                text.current?.focus();
              }}
            >
              {again.length > 60 ? `${again.slice(0, 59)}…` : again}
            </Button>
          ))}
        </div>
      )}
      <div class="row">
        <Button type="submit" kind="primary" disabled={chosen === null || reason.trim() === ""}>
          Overturn
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
