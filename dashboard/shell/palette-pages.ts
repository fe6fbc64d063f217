import type { Scope } from "../data/scope.ts";
import { OPERATIONS_TABS } from "../pages/operations/operations-tabs.ts";
import type { PaletteEntry } from "./palette-entries.ts";

export interface ListedPage {
  readonly path: string;
  readonly title: string;
  readonly scope: Scope | null;
  /** Present if the page is in the rail. */
  readonly rail?: unknown;
}

/**
 * The pages that have no key and that the session may see: those that need no id in their path, and the tabs of
 * operations.
 */
export function palettePages(
  pages: readonly ListedPage[],
  can: (scope: Scope) => boolean,
): readonly PaletteEntry[] {
  const ofRail = new Set(pages.filter(({ rail }) => rail !== undefined).map(({ title }) => title));
  const others = pages.filter(
    ({ path, title, scope }) => scope !== null && can(scope) && !path.includes(":") && !ofRail.has(title),
  );
  return [
    ...others.map(({ title, path }) => ({ words: `Go to ${title}`, path })),
    ...OPERATIONS_TABS.filter(({ scope }) => can(scope)).map(({ title, path }) => ({
      words: `Go to Operations: ${title}`,
      path,
    })),
  ];
}
