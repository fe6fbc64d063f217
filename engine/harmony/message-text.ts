import type { DeveloperContent, ResponseFormat, SystemContent } from "./conversation.ts";

/** The text of a system message, its sections separated by an empty line (openai/harmony, docs/format.md). */
export function systemText(content: SystemContent): string {
  const about = [
    content.modelIdentity,
    content.knowledgeCutoff === undefined ? undefined : `Knowledge cutoff: ${content.knowledgeCutoff}`,
    content.conversationStartDate === undefined
      ? undefined
      : `Current date: ${content.conversationStartDate}`,
  ].filter((line) => line !== undefined);
  const sections: string[] = [];
  if (about.length > 0) {
    sections.push(about.join("\n"));
  }
  if (content.reasoningEffort !== undefined) {
    sections.push(`Reasoning: ${content.reasoningEffort}`);
  }
  if (content.channels.length > 0) {
    const channels = content.channels.join(", ");
    sections.push(`# Valid channels: ${channels}. Channel must be included for every message.`);
  }
  return sections.join("\n\n");
}

/** The text of a developer message: instructions verbatim, then the response formats, which must come last. */
export function developerText(content: DeveloperContent): string {
  const sections: string[] = [];
  if (content.instructions !== undefined) {
    sections.push("# Instructions", content.instructions);
  }
  const formats = content.responseFormats ?? [];
  if (formats.length > 0) {
    sections.push("# Response Formats", ...formats.flatMap(formatSections));
  }
  return sections.join("\n\n");
}

/** A heading, then the description as comment lines followed by the schema as JSON on one line. */
function formatSections(format: ResponseFormat): string[] {
  const description = format.description === undefined ? [] : format.description.split(/\r\n|\r|\n/);
  const body = [...description.map((line) => `// ${line}`), JSON.stringify(format.schema)];
  return [`## ${format.name}`, body.join("\n")];
}
