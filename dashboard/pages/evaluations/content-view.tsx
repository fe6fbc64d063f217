import type { EvaluationItem } from "../../../packages/client/src/client.ts";
import { JudgedContent } from "../../kit/judged-content.tsx";
import { Shielded } from "../../kit/shield.tsx";

/** The content of an item, or a note that it was deleted. */
export function ContentView({ content }: { readonly content: EvaluationItem["content"] }) {
  if (content === null) return <p class="muted">The content was deleted with its golden set.</p>;
  return (
    <Shielded>
      <JudgedContent content={content} />
    </Shielded>
  );
}
