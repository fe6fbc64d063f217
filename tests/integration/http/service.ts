import { request } from "node:http";
import type { Scope } from "../../../schemas/api-key.ts";
import type { PolicyVersionResource } from "../../../schemas/policy.ts";
import { type Problem, problemSchema } from "../../../schemas/problem.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import type { GenerateRequest, GenerateResult } from "../../../engine/engine.ts";
import { composeAll } from "../../../service/compose.ts";
import { readConfig } from "../../../service/config/read-config.ts";
import { createLogger } from "../../../service/logger.ts";
import { type RunningService, runService } from "../../../service/run-service.ts";
import { runCli } from "../../../cli/run-cli.ts";
import { captureIo } from "../../helpers/cli-io.ts";
import { FakeEngine } from "../../helpers/fake-engine.ts";
import { makeDataDirectory } from "../../helpers/pglite.ts";

export const ADMIN_KEY = "an-administrators-key-for-tests";

/** A policy in the default form, and a second document for another version. */
export const POLICY = "# Spam\n\nSP1 Not spam.\n\nSP2 Spam: offers of prizes.\n";
export const POLICY_2 = "# Spam, second edition\n\nSP1 Not spam.\n\nSP2 Spam: offers of prizes or money.\n";

/** Responds immediately until `hold` is called; later requests wait for the release. */
export class HoldingEngine extends FakeEngine {
  /** Number of requests received, including those it holds. */
  asked = 0;
  #held: Promise<void> = Promise.resolve();
  #release = (): void => undefined;

  hold(): void {
    this.#held = new Promise((resolve) => (this.#release = resolve));
  }

  release(): void {
    this.#release();
  }

  override async generate(
    question: GenerateRequest,
    options: { readonly signal: AbortSignal },
  ): Promise<GenerateResult> {
    this.asked += 1;
    const aborted = new Promise<void>((resolve) =>
      options.signal.addEventListener("abort", () => resolve(), { once: true }),
    );
    await Promise.race([this.#held, aborted]);
    return super.generate(question, options);
  }
}

export interface CallOptions {
  readonly method?: string;
  readonly key?: string | null;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
  /** Sent as JSON. */
  readonly json?: unknown;
  readonly signal?: AbortSignal;
}

export interface CliOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The whole service on PGlite, with a fake engine, over real HTTP. */
export class HttpService {
  readonly service: RunningService;
  readonly engine: HoldingEngine;
  readonly #log: string[];
  readonly #removeFiles: () => void;

  private constructor(
    service: RunningService,
    engine: HoldingEngine,
    log: string[],
    removeFiles: () => void,
  ) {
    this.service = service;
    this.engine = engine;
    this.#log = log;
    this.#removeFiles = removeFiles;
  }

  static async start(
    environment: Record<string, string> = {},
    engine: HoldingEngine = new HoldingEngine(),
  ): Promise<HttpService> {
    const directory = makeDataDirectory();
    const { config, secrets } = readConfig({
      HOST: "127.0.0.1",
      PORT: "0",
      DATA_DIR: directory.path,
      GAVEL_API_KEY: ADMIN_KEY,
      GAVEL_LOG_LEVEL: "debug",
      GAVEL_SHUTDOWN_GRACE_SECONDS: "5",
      GAVEL_MAX_BODY_BYTES: "100000",
      ...environment,
    });
    const log: string[] = [];
    const logger = createLogger(config.log, { write: (line) => void log.push(line) });
    const service = await runService(config, secrets, composeAll, { engine, logger });
    await service.judging;
    return new HttpService(service, engine, log, directory.remove);
  }

  get url(): string {
    return this.service.url;
  }

  /** Everything logged so far. */
  get log(): string {
    return this.#log.join("");
  }

  async stop(): Promise<void> {
    this.engine.release();
    await this.service.close();
    this.#removeFiles();
  }

  call(
    path: string,
    { method, key = ADMIN_KEY, headers = {}, body, json, signal }: CallOptions = {},
  ): Promise<Response> {
    const payload = json === undefined ? body : JSON.stringify(json);
    return fetch(this.url + path, {
      method: method ?? (payload === undefined ? "GET" : "POST"),
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(json === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(payload === undefined ? {} : { body: payload }),
      ...(signal === undefined ? {} : { signal }),
      redirect: "manual",
    });
  }

  /** Runs the gavel command against the service. */
  async gavel(
    argv: readonly string[],
    { key = ADMIN_KEY, input }: { readonly key?: string; readonly input?: string | undefined } = {},
  ): Promise<CliOutcome> {
    const env = { GAVEL_URL: this.url, GAVEL_API_KEY: key };
    const io = captureIo({ env, ...(input === undefined ? {} : { input }) });
    const code = await runCli(argv, io);
    return { code, stdout: io.stdout(), stderr: io.stderr() };
  }

  async createKey(...scopes: Scope[]): Promise<string> {
    return (await this.service.parts.stores.keys.create("test", scopes)).key;
  }

  async putPolicy(
    id: string,
    text: string | Uint8Array = POLICY,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return this.call(`/policies/${id}`, {
      method: "PUT",
      body: text,
      headers: { "content-type": "text/markdown", ...headers },
    });
  }

  async putVersion(id: string, text: string = POLICY): Promise<PolicyVersionResource> {
    return (await (await this.putPolicy(id, text)).json()) as PolicyVersionResource;
  }
}

/** A request whose path is sent exactly as given, which fetch would normalise. */
export function rawGet(
  url: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { hostname, port, path, headers: { authorization: `Bearer ${ADMIN_KEY}`, ...headers } },
      (response) => {
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (body += chunk));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
      },
    );
    outgoing.on("error", reject);
    outgoing.end();
  });
}

const validateProblem = compileValidator<Problem>(problemSchema);

/** The problem of a response, validated against its schema. Throws if the response is not one. */
export async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text();
  if (response.headers.get("content-type") !== "application/problem+json") {
    throw new Error(
      `not a problem: ${response.status} ${response.headers.get("content-type") ?? ""} ${text.slice(0, 200)}`,
    );
  }
  const validation = validateProblem(JSON.parse(text));
  if (!validation.ok) throw new Error(`not a valid problem: ${JSON.stringify(validation.faults)}`);
  if (validation.value.status !== response.status) {
    throw new Error(`status ${response.status} is not the problem's`);
  }
  return validation.value;
}
