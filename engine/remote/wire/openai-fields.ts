import type { JsonSchema } from "../../engine.ts";
import type { Step, TokenStep } from "../adapters/server-adapter.ts";
import { countAt } from "./read-json.ts";
import { sampling } from "./sampling.ts";

/** The fields that every server of POST /v1/completions takes (and `stop_token_ids`, which others ignore). */
export function completionsFields({ model, prompt, maxTokens, stopTokens, seed }: TokenStep): object {
  return {
    model,
    prompt,
    max_tokens: maxTokens,
    ...sampling(seed),
    stop_token_ids: stopTokens,
    stream: false,
  };
}

/** The schema of a step as structured outputs of OpenAI's API. `adapt` removes what the server does not support. */
export function responseFormat({ schema }: Step, adapt: (schema: JsonSchema) => JsonSchema): object {
  if (schema === null) return {};
  const jsonSchema = { name: "verdict", strict: true, schema: adapt(schema) };
  return { response_format: { type: "json_schema", json_schema: jsonSchema } };
}

/** The token counts of a response of OpenAI's API; null for what the server does not report. */
export function readUsage(body: unknown): {
  readonly promptTokens: number | null;
  readonly cachedTokens: number | null;
} {
  return {
    promptTokens: countAt(body, "usage", "prompt_tokens"),
    cachedTokens: countAt(body, "usage", "prompt_tokens_details", "cached_tokens"),
  };
}
