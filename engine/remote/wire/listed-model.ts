import { ambiguousModel, misconfigured } from "../errors.ts";
import type { HttpClient } from "./http-client.ts";
import { modelName } from "./model-name.ts";
import { at, countAt, listAt, textAt } from "./read-json.ts";

export interface ListedModel {
  readonly model: string;
  readonly maxContextTokens: number | null;
}

const MAX_NAMES_SHOWN = 8;

/**
 * Finds the configured model in `GET /v1/models`, by its name or one of its `aliases`, or the only model.
 *
 * The length of the context is in max_model_len (vLLM, SGLang), context_window (Groq), context_length
 * (OpenRouter) or meta.n_ctx (llama.cpp; older versions have only the length in training, meta.n_ctx_train).
 */
export async function listedModel(
  client: Pick<HttpClient, "call">,
  model: string | null,
  signal: AbortSignal,
): Promise<ListedModel> {
  const listed = listAt(await client.call("/v1/models", undefined, signal), "data");
  if (model === null && listed.length !== 1) {
    throw ambiguousModel("The model server", listed.length);
  }
  const entry = model === null ? listed[0] : listed.find((each) => namesOf(each).includes(model));
  const id = textAt(entry, "id");
  if (id === null) throw unknownModel(listed);
  const requested = model !== null && [id, ...aliasesOf(entry)].includes(model) ? model : id;
  return { model: requested, maxContextTokens: contextTokens(entry) };
}

function contextTokens(entry: unknown): number | null {
  const meta = at(entry, "meta");
  const lengths = [
    ...["max_model_len", "context_window", "context_length"].map((key) => countAt(entry, key)),
    countAt(meta, "n_ctx"),
    countAt(meta, "n_ctx_train"),
  ];
  return lengths.find((count) => count !== null && count > 0) ?? null;
}

/** All names of a model: its id, its aliases, and the file name of a path. */
function namesOf(entry: unknown): readonly string[] {
  const names = [textAt(entry, "id") ?? [], aliasesOf(entry)].flat();
  return [...names, ...names.map(modelName)];
}

function aliasesOf(entry: unknown): readonly string[] {
  return listAt(entry, "aliases").filter((alias) => typeof alias === "string");
}

function unknownModel(listed: readonly unknown[]): Error {
  const names = listed.flatMap((entry) => textAt(entry, "id") ?? []).map(modelName);
  const shown = names.slice(0, MAX_NAMES_SHOWN).join(", ");
  const more = names.length > MAX_NAMES_SHOWN ? `, and ${names.length - MAX_NAMES_SHOWN} more` : "";
  return misconfigured(
    `The model server does not have the configured model. It has: ${shown || "none"}${more}.`,
    { code: "name_model" },
  );
}
