import { useCan } from "../../../data/session.ts";
import { ForbiddenState } from "../../../kit/state.tsx";
import { Section } from "../../../kit/section.tsx";
import { DraftEvaluation } from "./draft-evaluation.tsx";
import { TryContent } from "./try-content.tsx";

export interface PlaygroundProps {
  readonly id: string;
  /** The text as it is now, saved or not. */
  readonly text: string;
  readonly activeVersion: number | null;
}

/** Runs the text of the editor without saving it. */
export function Playground({ id, text, activeVersion }: PlaygroundProps) {
  const can = useCan();
  if (!can("evaluations:write") || !can("evaluations:read")) {
    return <ForbiddenState scope="evaluations:write" />;
  }
  return (
    <>
      <Section title="On one text">
        <TryContent id={id} text={text} />
      </Section>
      <Section title="On a golden set">
        <DraftEvaluation id={id} text={text} activeVersion={activeVersion} />
      </Section>
    </>
  );
}
