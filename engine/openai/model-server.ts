import type { GenerateRequest, GenerateResult } from "../engine.ts";
import { EngineUnavailableError } from "../errors.ts";
import type { CompiledGrammar } from "../grammar/compile-grammar.ts";
import type { DecodingPlan } from "../plan-decoding.ts";
import { decodeFromChat } from "./decode-from-chat.ts";
import { decodeFromTokens } from "./decode-from-tokens.ts";
import { createAdapter, detectServer } from "./detect-server.ts";
import { HttpClient } from "./http-client.ts";
import type { HttpOptions } from "./http-options.ts";
import type { ServerAdapter, ServerIdentity } from "./server-adapter.ts";

/** One server: its connections, its wire, and what it said of itself. */
export class ModelServer {
  readonly url: string;
  readonly #options: HttpOptions;
  readonly #client: HttpClient;
  #adapter: ServerAdapter | undefined;
  #identity: ServerIdentity | undefined;

  constructor(url: string, options: HttpOptions) {
    this.url = url;
    this.#options = options;
    this.#client = new HttpClient({ url, apiKey: options.apiKey });
  }

  /** Asks who is there; the first time, by which wire too. Throws EngineError. */
  async identify(signal: AbortSignal): Promise<ServerIdentity> {
    const { serverKind, model } = this.#options;
    this.#adapter ??= createAdapter(
      serverKind === "auto" ? await detectServer(this.#client, signal) : serverKind,
    );
    this.#identity = await this.#adapter.identify(this.#client, model, signal);
    return this.#identity;
  }

  /** Whether the server has said who it is. */
  get identified(): boolean {
    return this.#identity !== undefined;
  }

  get kind(): ServerAdapter["kind"] {
    return this.#known().adapter.kind;
  }

  /** Longest prompt plus answer: the server's limit, or ours where that is lower. */
  get maxContextTokens(): number {
    const { maxContextTokens } = this.#known().identity;
    return Math.min(maxContextTokens ?? Number.POSITIVE_INFINITY, this.#options.maxContextTokens);
  }

  /** Throws EngineError. Aborting `signal` closes the connection, which ends generation on the server. */
  generate(
    request: GenerateRequest,
    grammar: CompiledGrammar,
    plan: DecodingPlan,
    signal: AbortSignal,
  ): Promise<GenerateResult> {
    const { adapter, identity } = this.#known();
    const { model } = identity;
    return adapter.prompts === "tokens"
      ? decodeFromTokens((step) => adapter.complete(this.#client, { ...step, model }, signal), request, plan)
      : decodeFromChat((step) => adapter.chat(this.#client, { ...step, model }, signal), request, plan, {
          grammar,
          contextTokens: this.maxContextTokens,
          thinksAgain: adapter.thinksAgain,
        });
  }

  close(): void {
    this.#client.close();
  }

  #known(): { readonly adapter: ServerAdapter; readonly identity: ServerIdentity } {
    if (this.#adapter === undefined || this.#identity === undefined) {
      throw new EngineUnavailableError("The model server has not answered yet.");
    }
    return { adapter: this.#adapter, identity: this.#identity };
  }
}
