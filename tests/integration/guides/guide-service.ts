import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ADMIN_KEY, type HoldingEngine, HttpService } from "../http/service.ts";
import { GavelShim } from "./gavel-shim.ts";
import { runGuide } from "./run-guide.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

export function rootPath(path: string): string {
  return join(ROOT, path);
}

/** A service, a directory with files of the project, and the gavel command, for a page of the documentation. */
export class GuideService {
  readonly http: HttpService;
  readonly #shim: GavelShim;
  readonly #directory: string;
  readonly #before = process.cwd();

  private constructor(http: HttpService, shim: GavelShim, directory: string) {
    this.http = http;
    this.#shim = shim;
    this.#directory = directory;
  }

  /** The commands run in a copy of `folder`, with the starter policies in `policies/library`. */
  static async start(engine: HoldingEngine, folder?: string): Promise<GuideService> {
    const http = await HttpService.start({}, engine);
    const shim = await GavelShim.start({ GAVEL_URL: http.url, GAVEL_API_KEY: ADMIN_KEY });
    const directory = mkdtempSync(join(tmpdir(), "gavel-guide-"));
    if (folder !== undefined) cpSync(rootPath(folder), directory, { recursive: true });
    symlinkSync(rootPath("policies"), join(directory, "policies"));
    process.chdir(directory);
    return new GuideService(http, shim, directory);
  }

  /** The page with the output that its commands print. */
  run(page: string): Promise<string> {
    return runGuide(readFileSync(rootPath(page), "utf8"), this.#shim.prelude);
  }

  async stop(): Promise<void> {
    process.chdir(this.#before);
    await this.#shim.stop();
    await this.http.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
