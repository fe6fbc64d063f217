import { useState } from "preact/hooks";
import { Button } from "./button.tsx";
import { markCharacters } from "./mark-characters.ts";

/** Number of characters that are shown at first. */
const SHOWN_AT_FIRST = 20_000;

/** Text that another person wrote, in one line or within a sentence: isolated, and with its hidden characters shown. */
export function UntrustedText({ children }: { readonly children: string }) {
  return (
    <bdi>
      {markCharacters(children).map((part) =>
        part.kind === "text" ? (
          part.text
        ) : (
          <span class="character-mark" title={part.name}>
            {part.count === 1 ? part.code : `${part.code} × ${part.count}`}
          </span>
        ),
      )}
    </bdi>
  );
}

/** A block of text that another person wrote: content, a policy, a rationale. Never markup. */
export function PlainText({ text, label }: { readonly text: string; readonly label: string }) {
  const [all, setAll] = useState(false);
  const shown = all ? text : text.slice(0, SHOWN_AT_FIRST);
  return (
    <div class="plain-text" dir="auto" tabIndex={0} role="group" aria-label={label}>
      <UntrustedText>{shown}</UntrustedText>
      {shown.length < text.length && (
        <p>
          <Button onClick={() => setAll(true)}>
            {`Show ${(text.length - shown.length).toLocaleString("en")} more characters`}
          </Button>
        </p>
      )}
    </div>
  );
}
