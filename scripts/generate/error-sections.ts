import type { ErrorEntry } from "../../service/error-catalogue/error-entry.ts";

/** The errors of a catalogue as Markdown, one section for each code. */
export function errorSections(
  errors: Readonly<Record<string, ErrorEntry>>,
  { withStatus }: { readonly withStatus: boolean },
): string {
  return Object.entries(errors)
    .map(([code, { status, title, cause, remedy }]) =>
      [
        `### ${code}\n\n${title}.\n`,
        ...(withStatus ? [`- Status: ${status}`] : []),
        `- Cause: ${cause}`,
        `- Remedy: ${remedy}\n`,
      ].join("\n"),
    )
    .join("\n");
}
