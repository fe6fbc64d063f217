import type { RefObject } from "preact";
import type { PolicyFinding } from "./use-lint.ts";

export interface TextAreaProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly area: RefObject<HTMLTextAreaElement | null>;
  readonly findings: readonly PolicyFinding[];
}

const RANK = { error: 3, warning: 2, info: 1 } as const;

/**
 * A text area with the numbers of its lines. The numbers belong to a copy of the text below it that wraps in the same
 * way, so that they stay next to their lines.
 */
export function TextArea({ text, onChange, area, findings }: TextAreaProps) {
  const marks = marksOf(findings);
  return (
    <div class="editor">
      <div class="editor-copy" aria-hidden="true">
        {text.split("\n").map((line, index) => (
          <div key={index} data-mark={marks.get(index + 1)}>
            {line}
          </div>
        ))}
      </div>
      <textarea
        ref={area}
        class="editor-text"
        aria-label="Text of the policy"
        spellcheck={false}
        autocapitalize="off"
        value={text}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}

/** The worst severity of each line. */
function marksOf(findings: readonly PolicyFinding[]): ReadonlyMap<number, PolicyFinding["severity"]> {
  const marks = new Map<number, PolicyFinding["severity"]>();
  for (const { range, severity } of findings) {
    if (range === null) continue;
    const known = marks.get(range.line);
    if (known === undefined || RANK[known] < RANK[severity]) marks.set(range.line, severity);
  }
  return marks;
}
