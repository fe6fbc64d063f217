import type { ReportItem } from "../../../schemas/report-item.ts";
import type { Block, Table } from "../document/document.ts";
import { answerWords, contentText, labelWords } from "../document/item-words.ts";
import { type Markup, markup } from "../markup.ts";
import { plotSvg } from "../plots/plot-svg.ts";

export function blockHtml(block: Block): Markup {
  switch (block.kind) {
    case "paragraph":
      return markup`<p>${block.text}</p>`;
    case "table":
      return tableHtml(block.table);
    case "plot":
      return markup`<figure>${plotSvg(block.plot)}<figcaption>${block.plot.title}</figcaption></figure>`;
    case "ids":
      return markup`<p>${block.words}: ${block.ids.join(", ")}${more(block.total, block.ids.length)}</p>`;
    case "items":
      return markup`${block.items.map(itemHtml)}<p class="dim">${more(block.total, block.items.length)}</p>`;
  }
}

function more(total: number, shown: number): string {
  return total > shown ? ` … and ${total - shown} more` : "";
}

function tableHtml({ header, rows }: Table): Markup {
  const head = header.map((cell) => markup`<th scope="col">${cell}</th>`);
  const body = rows.map((row) => markup`<tr>${row.map((cell) => markup`<td>${cell}</td>`)}</tr>`);
  return markup`<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

function itemHtml(item: ReportItem): Markup {
  const { id, change, note, tags, content, answers } = item;
  const notes = [labelWords(item), ...tags.map((tag) => `#${tag}`), ...(note === undefined ? [] : [note])];
  return markup`<details><summary><bdi>${id}</bdi> <span class="${change}">${change}</span> <span class="dim">${notes.join(" · ")}</span></summary>
${content === undefined ? null : quote("content", contentText(content))}
${answers.map((answer) => quote(`${answer.by}: ${answerWords(answer)}`, answer.rationale))}</details>
`;
}

function quote(name: string, text: string): Markup {
  return markup`<div>${name}</div><div class="quote">${text}</div>`;
}
