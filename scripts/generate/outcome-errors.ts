import type { ErrorEntry } from "../../service/error-catalogue/error-entry.ts";

/** What the dashboard says about each code of an outcome: without the marks of Markdown. */
export function outcomeErrors(
  errors: Readonly<Record<string, ErrorEntry>>,
): Readonly<Record<string, { readonly cause: string; readonly remedy: string }>> {
  return Object.fromEntries(
    Object.entries(errors).map(([code, { cause, remedy }]) => [
      code,
      { cause: cause.replaceAll("`", ""), remedy: remedy.replaceAll("`", "") },
    ]),
  );
}
