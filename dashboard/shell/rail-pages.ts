import type { PageEntry } from "../page-entry.ts";
import { PAGES } from "../pages.ts";

/** The pages of the rail that a session may see. */
export function railPages(can: (scope: NonNullable<PageEntry["scope"]>) => boolean): readonly PageEntry[] {
  return PAGES.filter(
    ({ rail, scope }) => rail !== undefined && (rail.scopes?.some(can) ?? (scope === null || can(scope))),
  );
}

/** Whether a page, or one below it, is open. */
export function isCurrent(page: PageEntry, path: string): boolean {
  const own = page.path.replace(/\/$/, "");
  return path === own || (own !== "/app" && path.startsWith(`${own}/`));
}
