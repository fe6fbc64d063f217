import { UntrustedText } from "../../../kit/plain-text.tsx";
import type { Block } from "./blocks.ts";
import { inlineParts } from "./inline.ts";

/** The id of the element that shows a line. */
export function lineId(line: number): string {
  return `line-${line}`;
}

/** A policy's text, formatted for reading. Everything in it is rendered as text, never as markup. */
export function Document({ blocks }: { readonly blocks: readonly Block[] }) {
  return (
    <article class="document" dir="auto" aria-label="Text of the policy">
      {blocks.map((block) => (
        <BlockView key={block.line} block={block} />
      ))}
    </article>
  );
}

function BlockView({ block }: { readonly block: Block }) {
  const id = lineId(block.line);
  switch (block.kind) {
    case "heading": {
      // The page's own heading has the first level, and its sections the second.
      const Heading = (["h2", "h3", "h4", "h5", "h6", "h6"] as const)[block.level - 1] ?? "h6";
      return (
        <Heading id={id} tabIndex={-1}>
          <Inline text={block.text} />
        </Heading>
      );
    }
    case "item":
      return (
        <p id={id} class="document-item" tabIndex={-1} style={{ "--depth": block.depth }}>
          <Inline text={block.text} />
        </p>
      );
    case "paragraph":
      return (
        <p id={id} tabIndex={-1}>
          <Inline text={block.text} />
        </p>
      );
    case "literal":
      return (
        <pre id={id} tabIndex={0} aria-label={`Literal text at line ${block.line}`} role="region">
          <UntrustedText>{block.text}</UntrustedText>
        </pre>
      );
  }
}

function Inline({ text }: { readonly text: string }) {
  return (
    <>
      {inlineParts(text).map(({ kind, text: words }) => {
        const shown = <UntrustedText>{words}</UntrustedText>;
        if (kind === "strong") return <strong>{shown}</strong>;
        return kind === "code" ? <code>{shown}</code> : shown;
      })}
    </>
  );
}
