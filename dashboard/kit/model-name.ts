/** The name of a model without its warning, which is shown separately. */
export function modelName(name: string, warning: string | null): string {
  return warning === null ? name : name.replace(` (${warning})`, "");
}

/** What a check says, without warnings that are shown elsewhere on the page. */
export function withoutWarnings(detail: string, warnings: readonly string[]): string {
  return warnings.reduce((text, warning) => text.replace(`; ${warning}`, ""), detail);
}
