import { ambiguousModel, malformedResponse, readFinish } from "../errors.ts";
import type { HttpClient } from "../wire/http-client.ts";
import { at, countAt, listAt, textAt } from "../wire/read-json.ts";
import { readChatChoices } from "../wire/read-chat-choices.ts";
import { sampling } from "../wire/sampling.ts";
import type { ChatAdapter, ChatCompletion, ChatStep } from "./server-adapter.ts";
import { serverSchema } from "../wire/server-schema.ts";

/**
 * Ollama's native POST /api/chat. (Its OpenAI endpoint has no num_ctx and truncates prompts silently.)
 *
 * Fields: ollama/ollama, docs/api.md and api/types.go. The template of gpt-oss turns `system` into the
 * developer message and has no branch for the role `developer`. With `truncate` and `shift` false, a prompt that
 * does not fit is an error; versions that do not know them are detected by prompt_eval_count.
 *
 * The second step ends with an assistant message, which the template does not close: the analysis as
 * `thinking`, and white space as `content`, so that the final header is present and JSON follows it
 * (harmony/harmonyparser.go, AddImplicitStartOrPrefill). `think` false applies the schema from the first
 * token (server/routes.go, ChatHandler, forceImmediate); otherwise it would wait for the end of the analysis.
 *
 * `num_ctx` is the same in every request, because a new value reloads the model. It is the engine's
 * maximum context, and a longer prompt is refused before it is sent.
 */
export const ollamaAdapter: ChatAdapter = {
  kind: "ollama",
  prompts: "messages",
  thinksAgain: false,

  async identify(client, model, signal) {
    const version = textAt(await client.call("/api/version", undefined, signal), "version") ?? "unknown";
    const name = model ?? (await onlyModel(client, signal));
    const shown = await client.call("/api/show", { model: name }, signal);
    const about = at(shown, "model_info");
    const architecture = textAt(about, "general.architecture") ?? "gptoss";
    return { model: name, version, maxContextTokens: countAt(about, `${architecture}.context_length`) };
  },

  async chat(client, step, signal) {
    return readChat(await client.call("/api/chat", requestBody(step), signal));
  },
};

async function onlyModel(client: HttpClient, signal: AbortSignal): Promise<string> {
  const models = listAt(await client.call("/api/tags", undefined, signal), "models");
  const name = models.length === 1 ? textAt(models, 0, "name") : null;
  if (name === null) {
    throw ambiguousModel("Ollama", models.length);
  }
  return name;
}

const OPEN_FINAL = "\n";

function requestBody(step: ChatStep): object {
  const { model, instructions, content, reasoningEffort, analysis, schema, seed, maxTokens, topLogprobs } =
    step;
  const opened =
    schema === null ? [] : [{ role: "assistant", thinking: analysis ?? "", content: OPEN_FINAL }];
  return {
    model,
    messages: [{ role: "system", content: instructions }, { role: "user", content }, ...opened],
    think: schema === null ? reasoningEffort : false,
    stream: false,
    truncate: false,
    shift: false,
    ...(schema === null ? {} : { format: serverSchema(schema) }),
    ...(topLogprobs === 0 ? {} : { logprobs: true, top_logprobs: topLogprobs }),
    options: {
      ...sampling(seed),
      top_k: 0,
      min_p: 0,
      repeat_penalty: 1,
      num_ctx: step.contextTokens,
      num_predict: maxTokens,
    },
  };
}

function readChat(body: unknown): ChatCompletion {
  if (at(body, "done") !== true) throw malformedResponse("it is not marked as done");
  return {
    reasoning: textAt(body, "message", "thinking") ?? "",
    content: textAt(body, "message", "content") ?? "",
    finish: readFinish(at(body, "done_reason")),
    promptTokens: countAt(body, "prompt_eval_count"),
    // Included in prompt_eval_count and not reported separately.
    cachedTokens: null,
    completionTokens: countAt(body, "eval_count") ?? 0,
    choices: readChatChoices(at(body, "logprobs")),
  };
}
