import type { Schemas } from "../../packages/client/src/client.ts";
import { PlainText, UntrustedText } from "./plain-text.tsx";

type Conversation = Exclude<Schemas["VerdictContent"]["content"], string>;

/** What was judged, or is to be judged: a text, or a conversation, which is judged as a whole. */
export function JudgedContent({ content }: { readonly content: string | Conversation }) {
  if (typeof content === "string") return <PlainText text={content} label="Text of the content" />;
  return (
    <ol class="conversation">
      {content.messages.map(({ role, content: text }, index) => (
        <li key={index} data-role={role}>
          <span class="muted">
            <UntrustedText>{role}</UntrustedText>
          </span>
          <PlainText text={text} label={`Message ${index + 1}`} />
        </li>
      ))}
    </ol>
  );
}
