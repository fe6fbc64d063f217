import type { GateDecision } from "../../../schemas/gate.ts";
import type { ReportDocument, Section } from "../document/document.ts";
import { type Markup, markup } from "../markup.ts";
import { blockHtml } from "./block-html.ts";
import { STYLE } from "./style.ts";

/** A report as one file: it requests nothing from any host, needs no script, and can be mailed or archived. */
export function renderHtml({ title, subjects, decision, sections }: ReportDocument): string {
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${title}</h1>
<dl>${subjects.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${decision === null ? null : decisionHtml(decision)}
${sections.map(sectionHtml)}
</body>
</html>
`;
  return page.toString();
}

function decisionHtml({ open, checks }: GateDecision): Markup {
  const state = open ? "open" : "closed";
  const list = checks.map(
    ({ passed, words }) => markup`<li class="${passed ? "passed" : "failed"}">${words}</li>`,
  );
  return markup`<section class="gate ${state}"><strong>Gate: ${state}</strong><ul>${list}</ul></section>`;
}

function sectionHtml({ heading, blocks }: Section): Markup {
  return markup`<section><h2>${heading}</h2>${blocks.map(blockHtml)}</section>
`;
}
