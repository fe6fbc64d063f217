import type { ReportFormat } from "../../schemas/report-query.ts";
import { comparisonDocument } from "./document/comparison-document.ts";
import type { ReportDocument } from "./document/document.ts";
import { evaluationDocument } from "./document/evaluation-document.ts";
import { robustnessDocument } from "./document/robustness-document.ts";
import { steerabilityDocument } from "./document/steerability-document.ts";
import { renderHtml } from "./html/render-html.ts";
import { renderJunit } from "./render-junit.ts";
import { renderMarkdown } from "./render-markdown.ts";
import { renderText } from "./render-text.ts";
import type { ReportMessage } from "./report-message.ts";

/** A report in one of its formats. */
export function renderReport(message: ReportMessage, format: ReportFormat): string {
  switch (format) {
    case "json":
      return JSON.stringify(message);
    case "junit":
      return renderJunit(message);
    case "table":
      return renderText(documentOf(message));
    case "markdown":
      return renderMarkdown(documentOf(message));
    case "html":
      return renderHtml(documentOf(message));
  }
}

function documentOf(message: ReportMessage): ReportDocument {
  switch (message.kind) {
    case "evaluation":
      return evaluationDocument(message);
    case "comparison":
      return comparisonDocument(message);
    case "robustness":
      return robustnessDocument(message);
    case "steerability":
      return steerabilityDocument(message);
  }
}
