import { markCharacters } from "./mark-characters.ts";

/** Characters that are shown; the rest of a longer text is shown on request by whoever uses it. */
const MAX_SHOWN = 200_000;

/** Text that somebody else wrote, in one line or within a sentence: isolated, and with its hidden characters shown. */
export function UntrustedText({ children }: { readonly children: string }) {
  return (
    <bdi>
      {markCharacters(children).map((part) =>
        part.kind === "text" ? (
          part.text
        ) : (
          <span class="character-mark" title={part.name}>
            {part.code}
          </span>
        ),
      )}
    </bdi>
  );
}

/** A block of text that somebody else wrote: content, a policy, a rationale. Never markup. */
export function PlainText({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div class="plain-text" dir="auto" tabIndex={0} role="region" aria-label={label}>
      <UntrustedText>{text.slice(0, MAX_SHOWN)}</UntrustedText>
      {text.length > MAX_SHOWN && (
        <p class="muted">{`${text.length - MAX_SHOWN} more characters are not shown.`}</p>
      )}
    </div>
  );
}
