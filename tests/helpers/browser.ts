import { existsSync } from "node:fs";
import axe from "axe-core";
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from "playwright-core";

/** Debian's name, and those of other systems. */
const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Only for operations that hang: Chromium and the service may share two busy cores. */
const TIMEOUT_MS = 120_000;

export type Scheme = "light" | "dark";

export interface OpenOptions {
  /** Signs in with this key before the page is opened. */
  readonly key?: string;
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: Scheme;
  /** Runs in each document before its own scripts. */
  readonly script?: string;
}

/** Chromium, headless, for pages of one service. */
export class TestBrowser {
  readonly #browser: Browser;
  readonly #url: string;

  private constructor(browser: Browser, url: string) {
    this.#browser = browser;
    this.#url = url;
  }

  static async launch(url: string): Promise<TestBrowser> {
    // Tests may run as root, for whom Chromium has no sandbox.
    const browser = await chromium.launch({ executablePath: findChromium(), chromiumSandbox: false });
    return new TestBrowser(browser, url);
  }

  /** Opens a path in a browser context of its own: no cookies and no storage of other pages. */
  async open(path: string, options: OpenOptions = {}): Promise<TestPage> {
    const { key, width = 1280, height = 800, scheme = "light" } = options;
    const context = await this.#browser.newContext({
      baseURL: this.#url,
      viewport: { width, height },
      colorScheme: scheme,
    });
    context.setDefaultTimeout(TIMEOUT_MS);
    if (key !== undefined) await signIn(context, key);
    if (options.script !== undefined) await context.addInitScript(options.script);
    const page = new TestPage(await context.newPage(), this.#url);
    await page.goto(path);
    return page;
  }

  /** Opens a path in another tab of the browser context of a page: with its cookies and its storage. */
  async openBeside(opened: TestPage, path: string): Promise<TestPage> {
    const page = new TestPage(await opened.page.context().newPage(), this.#url);
    await page.goto(path);
    return page;
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}

function findChromium(): string {
  const found = process.env["CHROMIUM_PATH"] ?? CHROMIUM.find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new Error("Chromium is missing: install it (Debian: apt-get install chromium), or set CHROMIUM_PATH");
}

/** Signs in as the sign-in page does. */
async function signIn(context: BrowserContext, key: string): Promise<void> {
  const response = await context.request.post("/session", { data: { api_key: key } });
  if (!response.ok()) throw new Error(`POST /session: ${response.status()} ${await response.text()}`);
}

/** Waits until the element is visible; throws if it does not become visible. */
export async function expectShown(locator: Locator): Promise<void> {
  await locator.waitFor();
}

/** Waits until the element is no longer in the page; throws if it stays. */
export async function expectGone(locator: Locator): Promise<void> {
  await locator.waitFor({ state: "detached" });
}

/** A page, with a record of everything that happened on it and must not. */
export class TestPage {
  readonly page: Page;
  /** Errors of scripts, messages on the console, violations of the Content-Security-Policy, requests to other hosts. */
  readonly faults: string[] = [];

  constructor(page: Page, url: string) {
    this.page = page;
    page.on("pageerror", (error) => this.faults.push(`error: ${error.message}`));
    page.on("console", (message) => {
      const text = message.text();
      // Refused requests are part of some tests; the page shows what they mean.
      if (message.type() === "error" && !text.startsWith("Failed to load resource")) {
        this.faults.push(`console: ${text}`);
      }
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(url) && !request.url().startsWith("data:")) {
        this.faults.push(`request: ${request.url()}`);
      }
    });
  }

  async goto(path: string): Promise<void> {
    await this.page.goto(path);
  }

  /** Presses keys one after the other. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** What axe finds in both themes (WCAG 2.2 AA and axe's best practices), one line for each element. */
  async accessibilityFaults(): Promise<string[]> {
    const found: string[] = [];
    for (const scheme of ["light", "dark"] as const) {
      await this.page.emulateMedia({ colorScheme: scheme });
      // Evaluated by the debugger, which the Content-Security-Policy of the page does not restrict.
      await this.page.evaluate(axe.source);
      const violations = (await this.page.evaluate(
        `axe.run(document, { resultTypes: ["violations"] }).then((results) => results.violations)`,
      )) as axe.Result[];
      for (const { id, help, nodes } of violations) {
        for (const { target, failureSummary } of nodes) {
          found.push(`${scheme}: ${id} (${help}): ${target.join(" ")}: ${failureSummary ?? ""}`);
        }
      }
    }
    return found;
  }

  /** Closes the page. Returns everything that happened on it and must not. */
  async close(): Promise<readonly string[]> {
    await this.page.context().close();
    return this.faults;
  }
}
