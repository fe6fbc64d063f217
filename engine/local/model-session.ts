import type { EngineLoad, GenerateRequest, GenerateResult } from "../engine.ts";
import { EngineAbortedError } from "../errors.ts";
import { GrammarCache } from "../grammar/grammar-cache.ts";
import { createSequence } from "./core/create-sequence.ts";
import { EngineCore } from "./core/engine-core.ts";
import type { OpenedModel } from "./opened-model.ts";
import { withResolvers } from "./with-resolvers.ts";

/** Generates on an opened model. The caller releases the model. */
export class ModelSession {
  readonly #model: OpenedModel;
  readonly #core: EngineCore<unknown>;
  readonly #grammars: GrammarCache;

  constructor(model: OpenedModel) {
    this.#model = model;
    this.#core = new EngineCore(model.runner, model);
    this.#grammars = new GrammarCache(model.encoding);
  }

  /** Finished runs of the model. If it does not grow while requests are running, the model hangs. */
  get steps(): number {
    return this.#core.steps;
  }

  load(): EngineLoad {
    return this.#core.load();
  }

  async generate(
    request: GenerateRequest,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<GenerateResult> {
    if (signal.aborted) throw aborted();
    const grammar = this.#grammars.get(request.outputSchema);
    const { promise, resolve, reject } = withResolvers<GenerateResult>();
    const sequence = createSequence<unknown>(request, grammar, this.#model, { resolve, reject });
    const onAbort = () => {
      sequence.aborted = true;
      reject(aborted());
    };
    signal.addEventListener("abort", onAbort, { once: true });
    this.#core.add(sequence);
    return promise.finally(() => signal.removeEventListener("abort", onAbort));
  }

  /** Resolves when no request is running; those still running after `graceMs` are aborted. */
  async drain(graceMs: number): Promise<void> {
    const deadline = setTimeout(() => this.#core.abortAll(aborted()), graceMs);
    await this.#core.idle();
    clearTimeout(deadline);
  }
}

function aborted(): EngineAbortedError {
  return new EngineAbortedError("The request was aborted.");
}
