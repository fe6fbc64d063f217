import type { GenerateRequest, GenerateResult } from "../engine.ts";
import { EngineUnavailableError } from "../errors.ts";
import type { CompiledGrammar } from "../grammar/compile-grammar.ts";
import type { DecodingPlan } from "../decoding/plan-decoding.ts";
import { decodeFromChat } from "./decoding/decode-from-chat.ts";
import { decodeFromTokens } from "./decoding/decode-from-tokens.ts";
import { createAdapter } from "./adapters/create-adapter.ts";
import { detectServer } from "./adapters/detect-server.ts";
import { HttpClient } from "./wire/http-client.ts";
import type { RemoteCallbacks, RemoteOptions } from "./remote-options.ts";
import { PolicyCacheWatch } from "./policy-cache-watch.ts";
import type {
  ChatCompletion,
  ChatStep,
  ServerAdapter,
  ServerIdentity,
  TokenCompletion,
  TokenStep,
} from "./adapters/server-adapter.ts";

/** One model server: its connections, its adapter and its identity. */
export class ModelServer {
  readonly url: string;
  readonly #options: RemoteOptions;
  readonly #client: HttpClient;
  readonly #cacheWatch: PolicyCacheWatch;
  #adapter: ServerAdapter | undefined;
  #identity: ServerIdentity | undefined;

  constructor(url: string, options: RemoteOptions, { onPolicyNotCached }: RemoteCallbacks) {
    this.url = url;
    this.#options = options;
    this.#client = new HttpClient({ url, apiKey: options.apiKey });
    this.#cacheWatch = new PolicyCacheWatch((fault) =>
      onPolicyNotCached?.({ server: url, kind: this.kind, ...fault }),
    );
  }

  /** Requests the identity; the first call detects the kind of server. Throws EngineError. */
  async identify(signal: AbortSignal): Promise<ServerIdentity> {
    const { serverKind, model } = this.#options;
    this.#adapter ??= createAdapter(
      serverKind === "auto" ? await detectServer(this.#client, signal) : serverKind,
    );
    this.#identity = await this.#adapter.identify(this.#client, model, signal);
    return this.#identity;
  }

  /** Whether the server has reported its identity. */
  get identified(): boolean {
    return this.#identity !== undefined;
  }

  /** Bytes of all responses so far, including incomplete ones. */
  get bytesReceived(): number {
    return this.#client.bytesReceived;
  }

  get kind(): ServerAdapter["kind"] {
    return this.#known().adapter.kind;
  }

  /** Maximum number of concurrent requests: the limit of the server or of the options, whichever is lower. */
  get maxInFlight(): number {
    return Math.min(
      this.#options.maxInFlightPerServer,
      this.#identity?.maxInFlight || Number.POSITIVE_INFINITY,
    );
  }

  /** Maximum length of prompt plus output: the limit of the server or of the options, whichever is lower. */
  get maxContextTokens(): number {
    const { maxContextTokens } = this.#known().identity;
    return Math.min(maxContextTokens ?? Number.POSITIVE_INFINITY, this.#options.maxContextTokens);
  }

  /**
   * Generates one output. `policy` is equal for all requests of the same policy. Throws EngineError. Aborting
   * `signal` closes the connection, which stops the generation on the server.
   */
  generate(
    request: GenerateRequest,
    { grammar, plan, policy }: { grammar: CompiledGrammar; plan: DecodingPlan; policy: string },
    signal: AbortSignal,
  ): Promise<GenerateResult> {
    const { adapter, identity } = this.#known();
    const { model } = identity;
    const observeOnce = once(this.#cacheWatch.begin(policy, request.prompt.sharedTokens));
    if (adapter.prompts === "tokens") {
      const complete = async (step: Omit<TokenStep, "model">): Promise<TokenCompletion> => {
        const completion = await adapter.complete(this.#client, { ...step, model }, signal);
        observeOnce(completion.cachedTokens);
        return completion;
      };
      return decodeFromTokens(complete, request, plan);
    }
    const chat = async (step: Omit<ChatStep, "model">): Promise<ChatCompletion> => {
      const completion = await adapter.chat(this.#client, { ...step, model }, signal);
      observeOnce(completion.cachedTokens);
      return completion;
    };
    const { thinksAgain } = adapter;
    return decodeFromChat(chat, request, plan, {
      grammar,
      contextTokens: this.maxContextTokens,
      thinksAgain,
    });
  }

  close(): void {
    this.#client.close();
  }

  #known(): { readonly adapter: ServerAdapter; readonly identity: ServerIdentity } {
    if (this.#adapter === undefined || this.#identity === undefined) {
      throw new EngineUnavailableError("The model server has not responded yet.");
    }
    return { adapter: this.#adapter, identity: this.#identity };
  }
}

/** Only the first request of an output shows whether the policy is cached: the second finds the first in the cache. */
function once<T>(listener: (value: T) => void): (value: T) => void {
  let called = false;
  return (value) => {
    if (!called) listener(value);
    called = true;
  };
}
