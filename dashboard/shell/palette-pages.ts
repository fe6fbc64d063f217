import type { Scope } from "../data/scope.ts";
import { OPERATIONS_TABS } from "../pages/operations/operations-tabs.ts";
import type { PaletteEntry } from "./palette-entries.ts";

export interface ListedPage {
  readonly path: string;
  readonly title: string;
  readonly scope: Scope | null;
  /** Whatever its place in the rail is. */
  readonly rail?: unknown;
}

/** The pages that no key leads to, if the session may see them: those without a subject, and the tabs of operations. */
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
