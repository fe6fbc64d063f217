import type { EvaluationItem } from "../../../packages/client/src/client.ts";
import { PlainText } from "../../kit/plain-text.tsx";

/** The content of an item: a text, or the messages of a conversation. */
export function ContentView({ content }: { readonly content: EvaluationItem["content"] }) {
  if (content === null) return <p class="muted">The content was deleted with its golden set.</p>;
  const text =
    typeof content === "string"
      ? content
      : content.messages.map((message) => `${message.role}: ${message.content}`).join("\n\n");
  return <PlainText text={text} label="Content" />;
}
