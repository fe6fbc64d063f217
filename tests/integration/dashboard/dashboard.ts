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

  /** Closes all pages that were opened. Returns what must not have happened on any of them. */
  async closePages(): Promise<readonly string[]> {
    const faults: string[] = [];
    for (const page of this.#pages.splice(0)) faults.push(...(await page.close()));
    return faults;
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await this.service.stop();
  }
}
