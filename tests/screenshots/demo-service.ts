import { runCli } from "../../cli/run-cli.ts";
import { builtNanoModel } from "../../cli/quickstart/nano-model.ts";
import { composeAll } from "../../service/compose.ts";
import { readConfig } from "../../service/config/read-config.ts";
import { type RunningService, runService } from "../../service/run-service.ts";
import { captureIo } from "../helpers/cli-io.ts";

export const ADMIN_KEY = "administrator-of-the-screenshots";

/** The service as the quickstart runs it: embedded database and queue, and gavel-nano on the CPU. */
export class DemoService {
  readonly running: RunningService;

  private constructor(running: RunningService) {
    this.running = running;
  }

  static async start(directory: string): Promise<DemoService> {
    const { config, secrets } = readConfig({
      HOST: "127.0.0.1",
      PORT: "0",
      DATA_DIR: directory,
      GAVEL_API_KEY: ADMIN_KEY,
      GAVEL_LOG_LEVEL: "error",
      GAVEL_MODEL_DIR: await builtNanoModel(directory),
      GAVEL_EXECUTION_PROVIDER: "cpu",
      GAVEL_MAX_REASONING_TOKENS: "128",
      GAVEL_CONTENT_RETENTION_HOURS: "720",
      GAVEL_WEBHOOK_ALLOW_PRIVATE: "true",
    });
    const running = await runService(config, secrets, composeAll);
    await running.judging;
    return new DemoService(running);
  }

  get url(): string {
    return this.running.url;
  }

  async call<T>(
    path: string,
    {
      key = ADMIN_KEY,
      headers = {},
      json,
    }: {
      readonly key?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly json?: unknown;
    } = {},
  ): Promise<T> {
    const response = await fetch(this.url + path, {
      method: json === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const body = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${body}`);
    return (body === "" ? undefined : JSON.parse(body)) as T;
  }

  /** Runs the gavel command and returns what it prints. Throws if it fails, unless only items failed. */
  async gavel(
    argv: readonly string[],
    { key = ADMIN_KEY, input }: { readonly key?: string; readonly input?: string } = {},
  ): Promise<string> {
    const env = { GAVEL_URL: this.url, GAVEL_API_KEY: key };
    const io = captureIo({ env, ...(input === undefined ? {} : { input }) });
    const code = await runCli(argv, io);
    if (code !== 0 && code !== 3) throw new Error(`gavel ${argv.join(" ")}: ${code}\n${io.stderr()}`);
    return io.stdout();
  }

  close(): Promise<void> {
    return this.running.close();
  }
}
