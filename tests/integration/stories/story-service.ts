import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { startPostgres } from "../../helpers/postgres.ts";
import { startRedis } from "../../helpers/redis.ts";
import { type CliOutcome, HttpService } from "../http/service.ts";
import { wordEngine } from "./spam-policy.ts";

export const DEPLOYMENTS = ["the embedded default", "Redis and PostgreSQL"] as const;

/** The whole service as one of DEPLOYMENTS, its command, and a directory for the files of the person in the story. */
export class StoryService {
  readonly #http: HttpService;
  readonly #directory: string;
  readonly #stopServers: () => Promise<unknown>;

  private constructor(http: HttpService, directory: string, stopServers: () => Promise<unknown>) {
    this.#http = http;
    this.#directory = directory;
    this.#stopServers = stopServers;
  }

  static async start(deployment: (typeof DEPLOYMENTS)[number]): Promise<StoryService> {
    const servers =
      deployment === "the embedded default" ? [] : await Promise.all([startPostgres(), startRedis()]);
    const [postgres, redis] = servers;
    const http = await HttpService.start(
      postgres && redis ? { DATABASE_URL: postgres.url, REDIS_URL: redis.url } : {},
      wordEngine(),
    );
    const directory = await mkdtemp(path.join(tmpdir(), "gavel-story-"));
    return new StoryService(http, directory, () => Promise.all(servers.map((server) => server.stop())));
  }

  async stop(): Promise<void> {
    await this.#http.stop();
    await this.#stopServers();
    await rm(this.#directory, { recursive: true, force: true });
  }

  file(name: string): string {
    return path.join(this.#directory, name);
  }

  /** Writes a file, and returns its path. */
  async write(name: string, text: string): Promise<string> {
    await writeFile(this.file(name), text);
    return this.file(name);
  }

  /** Runs the gavel command. */
  gavel(...argv: string[]): Promise<CliOutcome> {
    return this.#http.gavel(argv);
  }

  /** As a product's backend does. */
  async classify(policyId: string, content: string): Promise<VerdictRecord> {
    const response = await this.#http.call("/classify", { json: { content, policy_id: policyId } });
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    return (await response.json()) as VerdictRecord;
  }
}
