import path from "node:path";
import type { Page } from "playwright-core";
import { type Scheme, TestBrowser } from "../helpers/browser.ts";
import { ADMIN_KEY } from "./demo-service.ts";
import type { Shot } from "./shots.ts";

export const WIDTHS = [360, 768, 1440, 2560] as const;
export const SCHEMES: readonly Scheme[] = ["light", "dark"];

const HEIGHTS: Readonly<Record<number, number>> = { 360: 740, 768: 1024, 1440: 900, 2560: 1300 };
/** A page is shown as a whole up to this height. */
const MAX_HEIGHT = 3200;

/** Writes `<name>-<width>-<scheme>.png` for each shot. Returns what must not have happened on the pages. */
export async function takeAll(
  url: string,
  shots: readonly Shot[],
  directory: string,
  {
    widths = WIDTHS,
    schemes = SCHEMES,
  }: { readonly widths?: readonly number[]; readonly schemes?: readonly Scheme[] } = {},
): Promise<readonly string[]> {
  const browser = await TestBrowser.launch(url);
  const faults: string[] = [];
  try {
    for (const width of widths) {
      for (const signedOut of [false, true]) {
        const chosen = shots.filter((shot) => (shot.signedOut ?? false) === signedOut);
        const key = signedOut ? {} : { key: ADMIN_KEY };
        const opened = await browser.open("/app/sign-in", { width, height: HEIGHTS[width] ?? 900, ...key });
        for (const shot of chosen) {
          await take(
            opened.page,
            shot,
            width,
            (scheme) => path.join(directory, `${shot.name}-${width}-${scheme}.png`),
            schemes,
          );
        }
        faults.push(...(await opened.close()));
      }
      console.log(`${width} pixels wide: done`);
    }
  } finally {
    await browser.close();
  }
  return faults;
}

async function take(
  page: Page,
  { path: address, prepare }: Shot,
  width: number,
  fileOf: (scheme: Scheme) => string,
  schemes: readonly Scheme[],
): Promise<void> {
  const height = HEIGHTS[width] ?? 900;
  await page.setViewportSize({ width, height });
  await page.goto(address);
  await isLoaded(page);
  await prepare?.(page);
  const needed = await page.evaluate(`(() => {
    const main = document.querySelector(".main");
    return main === null ? 0 : main.scrollHeight + window.innerHeight - main.clientHeight;
  })()`);
  if (prepare === undefined) {
    await page.setViewportSize({ width, height: Math.min(MAX_HEIGHT, Math.max(height, Number(needed))) });
  }
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.waitForTimeout(150);
    await page.screenshot({ path: fileOf(colorScheme) });
  }
}

/** No skeleton for a while: what loads after something else is there too. */
async function isLoaded(page: Page): Promise<void> {
  await page.locator("main").first().waitFor();
  for (let quiet = 0; quiet < 4; quiet += 1) {
    await page.waitForTimeout(150);
    if ((await page.locator(".skeleton, [aria-busy=true]").count()) > 0) quiet = 0;
  }
}
