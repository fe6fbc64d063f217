import { misconfigured } from "../errors.ts";
import type { HttpClient } from "../http-client.ts";
import { at, countAt, listAt, textAt } from "../read-json.ts";

export interface ListedModel {
  readonly model: string;
  readonly maxContextTokens: number | null;
}

/**
 * The configured model as `GET /v1/models` lists it, or the only one there.
 *
 * The context's length stands under max_model_len (vLLM, SGLang), context_window (Groq), context_length
 * (OpenRouter) or meta.n_ctx_train (llama.cpp).
 */
export async function listedModel(
  client: HttpClient,
  model: string | null,
  signal: AbortSignal,
): Promise<ListedModel> {
  const listed = listAt(await client.call("/v1/models", undefined, signal), "data");
  const names = listed.map((entry) => textAt(entry, "id"));
  if (model === null && listed.length !== 1) {
    throw misconfigured(`The model server has ${listed.length} models: set which one by GAVEL_ENGINE_MODEL.`);
  }
  const index = model === null ? 0 : names.indexOf(model);
  const name = names[index];
  if (name === undefined || name === null) {
    throw misconfigured("The model server does not have the model of GAVEL_ENGINE_MODEL.");
  }
  const entry = listed[index];
  const length = ["max_model_len", "context_window", "context_length"]
    .map((key) => countAt(entry, key))
    .find((count) => count !== null);
  return { model: name, maxContextTokens: length ?? countAt(at(entry, "meta"), "n_ctx_train") };
}
