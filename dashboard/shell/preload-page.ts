import { exec } from "preact-iso/router";
import { PAGES } from "../pages.ts";

/** Loads the code of a page while the session is read. A page that cannot be loaded says so when it is shown. */
export function preloadPage(path: string): void {
  const page = PAGES.find(({ path: pattern }) => exec(path, pattern) !== undefined);
  page?.load().catch(() => undefined);
}
