import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ControlProps } from "../../kit/field.tsx";

export interface FilterInputProps {
  readonly control: ControlProps;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly inputRef?: RefObject<HTMLInputElement | null>;
  readonly type?: "text" | "search" | "decimal";
  readonly placeholder?: string;
}

const PAUSE_MS = 300;

/** A text that becomes a filter when the user stops typing, or immediately with Enter. */
export function FilterInput({
  control,
  value,
  onChange,
  inputRef,
  type = "text",
  ...rest
}: FilterInputProps) {
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const sent = useRef(value);
  useEffect(() => {
    // Changed elsewhere: by the back button, or by "Clear".
    if (value !== sent.current) setText(value);
    sent.current = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const send = (next: string): void => {
    clearTimeout(timer.current);
    if (next === sent.current) return;
    sent.current = next;
    onChange(next);
  };
  return (
    <input
      {...control}
      ref={inputRef ?? null}
      class="input"
      autocomplete="off"
      spellcheck={false}
      placeholder={rest.placeholder}
      {...(type === "search" ? { type: "search" as const } : { type: "text" as const })}
      inputMode={type}
      value={text}
      onInput={(event) => {
        const next = event.currentTarget.value;
        setText(next);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => send(next.trim()), PAUSE_MS);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") send(text.trim());
        if (event.key === "Escape") event.currentTarget.blur();
      }}
    />
  );
}
