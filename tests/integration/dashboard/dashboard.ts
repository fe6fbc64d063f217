import { HoldingEngine, HttpService } from "../http/service.ts";
import { type OpenOptions, TestBrowser, type TestPage } from "../../helpers/browser.ts";

/** The service on PGlite with its dashboard, and a browser. */
export class Dashboard {
  readonly service: HttpService;
  readonly #browser: TestBrowser;
  readonly #pages: TestPage[] = [];

  private constructor(service: HttpService, browser: TestBrowser) {
    this.service = service;
    this.#browser = browser;
  }

  static async start(
    environment: Record<string, string> = {},
    engine: HoldingEngine = new HoldingEngine(),
  ): Promise<Dashboard> {
    const service = await HttpService.start(environment, engine);
    return new Dashboard(service, await TestBrowser.launch(service.url));
  }

  async open(path: string, options: OpenOptions = {}): Promise<TestPage> {
    const page = await this.#browser.open(path, options);
    this.#pages.push(page);
    return page;
  }

  /** Opens another tab of the same browser. */
  async openBeside(opened: TestPage, path: string): Promise<TestPage> {
    const page = await this.#browser.openBeside(opened, path);
    this.#pages.push(page);
    return page;
  }

  /** Closes all pages that were opened. Throws if something happened on one that must not happen. */
  async closePages(): Promise<void> {
    const faults: string[] = [];
    for (const page of this.#pages.splice(0)) faults.push(...(await page.close()));
    if (faults.length > 0) throw new Error(`faults on a page:\n${faults.join("\n")}`);
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await this.service.stop();
  }
}
