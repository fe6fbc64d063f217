import type { TestPage } from "../../helpers/browser.ts";

/** A phone, and a wide screen. */
const WIDTHS = [360, 1440];

/** What axe finds in both themes, and whether the page is wider than the screen, at each width. */
export async function faultsAtAnySize(opened: TestPage): Promise<string[]> {
  const found: string[] = [];
  for (const width of WIDTHS) {
    await opened.page.setViewportSize({ width, height: 800 });
    for (const fault of await opened.accessibilityFaults()) found.push(`${width} px: ${fault}`);
    const pageWidth = await opened.page.evaluate("document.documentElement.scrollWidth");
    if (pageWidth !== width) found.push(`${width} px: the page is ${String(pageWidth)} px wide`);
  }
  return found;
}
