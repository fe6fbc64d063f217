import type { Block } from "./blocks.ts";
import { lineId } from "./document.tsx";

/** Moves the view and the focus to a line of the document. */
export function goToLine(line: number): void {
  const target = document.getElementById(lineId(line));
  target?.scrollIntoView({ block: "start" });
  target?.focus({ preventScroll: true });
}

export interface LineLinkProps {
  readonly line: number;
  readonly children: string;
  readonly depth?: number;
}

export function LineLink({ line, children, depth = 0 }: LineLinkProps) {
  return (
    <button
      class="line-link"
      type="button"
      style={{ "--depth": depth }}
      onClick={() => goToLine(line)}
      title={children}
    >
      {children}
    </button>
  );
}

/** The headings of a document, as links. */
export function Outline({ blocks }: { readonly blocks: readonly Block[] }) {
  const headings = blocks.filter((block) => block.kind === "heading");
  if (headings.length === 0) return null;
  const top = Math.min(...headings.map(({ level }) => level));
  return (
    <nav class="outline" aria-label="Outline">
      {headings.map(({ line, level, text }) => (
        <LineLink key={line} line={line} depth={level - top}>
          {text}
        </LineLink>
      ))}
    </nav>
  );
}
