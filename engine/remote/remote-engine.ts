import { createHash } from "node:crypto";
import type {
  Engine,
  EngineHealth,
  EngineInfo,
  EngineLoad,
  GenerateRequest,
  GenerateResult,
} from "../engine.ts";
import { EngineAbortedError, EngineError, EngineUnavailableError } from "../errors.ts";
import { linkSignals, type LinkedSignal } from "../waiting/link-signals.ts";
import { GrammarCache } from "../grammar/grammar-cache.ts";
import { planDecoding } from "../decoding/plan-decoding.ts";
import {
  abortedError,
  ConnectionRefusedError,
  misconfigured,
  serverLost,
  SharedContextFullError,
} from "./errors.ts";
import { Fleet } from "./fleet/fleet.ts";
import type { Outcome } from "./fleet/lease.ts";
import type { RemoteCallbacks, RemoteOptions } from "./remote-options.ts";
import { modelName } from "./wire/model-name.ts";
import { ModelServer } from "./model-server.ts";
import type { ServerIdentity } from "./adapters/server-adapter.ts";

const DEFAULT_GRACE_MS = 5_000;

/**
 * A gpt-oss model on one or several model servers.
 *
 * Requests of one policy go to the same server, unless that overloads it, so that its prefix cache is used. A
 * server that fails gets no requests until a probe succeeds.
 */
export class RemoteEngine implements Engine {
  readonly #options: RemoteOptions;
  readonly #fleet: Fleet<ModelServer>;
  readonly #servers: readonly ModelServer[];
  readonly #grammars = new GrammarCache();
  readonly #listeners: (() => void)[] = [];
  readonly #running = new Map<LinkedSignal, Promise<unknown>>();
  #identity: ServerIdentity | undefined;
  #state: "new" | "starting" | "started" | "failed" = "new";
  #closing: Promise<void> | undefined;

  constructor(options: RemoteOptions, callbacks: RemoteCallbacks = {}) {
    this.#options = options;
    this.#servers = options.urls.map((url) => new ModelServer(url, options, callbacks));
    this.#fleet = new Fleet(this.#servers, {
      capacityOf: (server) => server.maxInFlight,
      receivedFrom: (server) => server.bytesReceived,
      probe: (server, signal) => this.#probe(server, signal),
      isRefusal: (error) => error instanceof ConnectionRefusedError,
      onRecovered: () => this.#listeners.forEach((listener) => listener()),
    });
  }

  /** Resolves when the first server is ready, without a time limit; rejects if no server can become ready. */
  async start(): Promise<void> {
    if (this.#state !== "new") throw new EngineUnavailableError("The engine was already started.");
    this.#state = "starting";
    try {
      await this.#fleet.start();
      this.#state = "started";
    } catch (error) {
      this.#state = "failed";
      await this.#fleet.close();
      throw error;
    }
  }

  info(): EngineInfo {
    const identity = this.#ready();
    return {
      model: modelName(identity.model),
      weightsSha256: null,
      engine: this.#servers.find((server) => server.identified)?.kind ?? this.#options.serverKind,
      engineVersion: identity.version,
      warning: null,
      maxContextTokens: this.#maxContextTokens(),
      maxConcurrency: this.#fleet.maxConcurrency,
    };
  }

  async generate(
    request: GenerateRequest,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<GenerateResult> {
    this.#ready();
    if (signal.aborted) throw abortedError();
    const linked = linkSignals([signal]);
    const running = this.#generate(request, linked);
    this.#running.set(linked, running);
    try {
      return await running;
    } finally {
      this.#running.delete(linked);
      linked.unlink();
    }
  }

  health(): EngineHealth {
    if (this.#closing !== undefined) return { status: "closed", detail: "The engine is closed." };
    switch (this.#state) {
      case "new":
      case "starting":
        return { status: "starting", detail: "No model server has responded yet." };
      case "failed":
        return { status: "down", detail: "No model server can be used." };
      case "started":
        return this.#fleet.health();
    }
  }

  load(): EngineLoad {
    const servers = this.#fleet.servers().map(({ server, status, inFlight, ejections, retryInMs }) => ({
      address: new URL(server.url).host,
      status,
      inFlight,
      maxInFlight: server.maxInFlight,
      ejections,
      retryInMs,
    }));
    const running = servers.reduce((sum, { inFlight }) => sum + inFlight, 0);
    return { running, waiting: Math.max(0, this.#running.size - running), kvCacheShare: null, servers };
  }

  onRestart(listener: () => void): void {
    this.#listeners.push(listener);
  }

  close({ graceMs = DEFAULT_GRACE_MS }: { readonly graceMs?: number } = {}): Promise<void> {
    this.#closing ??= this.#close(graceMs);
    return this.#closing;
  }

  async #close(graceMs: number): Promise<void> {
    const abortAll = (): void => this.#running.forEach((_, linked) => linked.abort());
    const expiry = setTimeout(abortAll, graceMs);
    await Promise.all([Promise.allSettled(this.#running.values()), this.#fleet.close()]);
    clearTimeout(expiry);
    this.#servers.forEach((server) => server.close());
  }

  async #generate(request: GenerateRequest, { signal, abort }: LinkedSignal): Promise<GenerateResult> {
    const grammar = this.#grammars.get(request.outputSchema);
    const plan = planDecoding(request, grammar, this.#maxContextTokens());
    const policy = affinityKey(request);
    const lease = await this.#fleet.acquire(policy, signal);
    lease.lost.addEventListener("abort", () => abort(), { once: true });
    try {
      const result = await lease.server.generate(request, { grammar, plan, policy }, signal);
      lease.release("ok");
      return result;
    } catch (error) {
      lease.release(outcomeOf(error));
      throw lease.lost.aborted && error instanceof EngineAbortedError ? serverLost() : error;
    }
  }

  async #probe(server: ModelServer, signal: AbortSignal): Promise<void> {
    const identity = await server.identify(signal);
    this.#identity ??= identity;
    if (modelName(identity.model) !== modelName(this.#identity.model)) {
      throw misconfigured("The model servers serve different models.");
    }
  }

  /** The smallest limit: a request may go to any server. */
  #maxContextTokens(): number {
    return Math.min(
      this.#options.maxContextTokens,
      ...this.#servers.filter((server) => server.identified).map((server) => server.maxContextTokens),
    );
  }

  #ready(): ServerIdentity {
    if (this.#state !== "started" || this.#closing !== undefined || this.#identity === undefined) {
      throw new EngineUnavailableError(`The engine is ${this.health().status}.`);
    }
    return this.#identity;
  }
}

/** The same for all requests whose prompts begin with the same policy, formats and effort. */
function affinityKey({ prompt }: GenerateRequest): string {
  const shared = prompt.tokens.subarray(0, prompt.sharedTokens);
  return createHash("sha256")
    .update(new Uint8Array(shared.buffer, shared.byteOffset, shared.byteLength))
    .digest("base64");
}

/**
 * What a failed request means for its server. An error that the request itself caused is not a failure of the server.
 */
function outcomeOf(error: unknown): Outcome {
  if (error instanceof EngineAbortedError) return "aborted";
  if (error instanceof ConnectionRefusedError) return "refused";
  if (error instanceof SharedContextFullError) return "overflowed";
  if (error instanceof EngineUnavailableError) return "failed";
  return error instanceof EngineError && !error.retryable ? "aborted" : "failed";
}
