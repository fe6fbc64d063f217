import type { EvaluationItem } from "../../../packages/client/src/client.ts";
import { JudgedContent } from "../../kit/judged-content.tsx";

/** The content of an item, or a note that it was deleted. */
export function ContentView({ content }: { readonly content: EvaluationItem["content"] }) {
  if (content === null) return <p class="muted">The content was deleted with its golden set.</p>;
  return <JudgedContent content={content} />;
}
