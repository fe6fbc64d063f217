import { createSequence } from "../core/create-sequence.ts";
import { EngineCore } from "../core/engine-core.ts";
import type { GenerateRequest, GenerateResult } from "../../engine.ts";
import { EngineAbortedError } from "../../errors.ts";
import { GrammarCache } from "../../grammar/grammar-cache.ts";
import type { OpenedModel } from "../open-model.ts";

/** Answers requests on a model that is open already, as LocalEngine does. Aborting ends all that have not ended. */
export function generateOn(
  model: OpenedModel,
  signal: AbortSignal,
): (request: GenerateRequest) => Promise<GenerateResult> {
  const core = new EngineCore(model.runner, model);
  const grammars = new GrammarCache(model.encoding);
  const abort = () => core.abortAll(new EngineAbortedError("The measuring was aborted."));
  signal.addEventListener("abort", abort, { once: true });
  return async (request) => {
    signal.throwIfAborted();
    const grammar = grammars.get(request.outputSchema);
    return new Promise((resolve, reject) => {
      core.add(createSequence<unknown>(request, grammar, model, { resolve, reject }));
    });
  };
}
