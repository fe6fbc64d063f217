import { html, raw } from "hono/html";

/** Markup that is already escaped. */
export type Html = ReturnType<typeof html>;

const MARK = /`([^`]+)`|\*\*([^*]+)\*\*/g;

/** Renders text with `code` and **strong** as markup; everything else is escaped. */
export function prose(text: string): Html {
  const parts: unknown[] = [];
  let end = 0;
  for (const match of text.matchAll(MARK)) {
    const [whole, code, strong] = match;
    parts.push(
      text.slice(end, match.index),
      code === undefined ? html`<strong>${strong}</strong>` : html`<code>${code}</code>`,
    );
    end = match.index + whole.length;
  }
  parts.push(text.slice(end));
  return html`${parts}`;
}

/** A region that scrolls horizontally and is accessible by keyboard. */
export function scrollable(label: string, content: Html): Html {
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">${content}</div>`;
}

export const nothing: Html = raw("");
