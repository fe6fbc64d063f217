import { ambiguousModel, malformedAnswer, readFinish } from "../errors.ts";
import type { HttpClient } from "../wire/http-client.ts";
import { at, countAt, listAt, textAt } from "../wire/read-json.ts";
import { readChatChoices } from "../wire/read-chat-choices.ts";
import { sampling } from "../wire/sampling.ts";
import type { ChatAdapter, ChatCompletion, ChatStep } from "./server-adapter.ts";
import { serverSchema } from "../wire/server-schema.ts";

/**
 * Ollama's native POST /api/chat. (Its OpenAI endpoint takes no num_ctx and cuts prompts without a word.)
 *
 * Fields: ollama/ollama, docs/api.md and api/types.go. The template of gpt-oss turns `system` into the
 * developer message and has no branch for the role `developer`. `truncate` and `shift` false make a prompt that
 * does not fit an error where the version knows them; older ones are found out by prompt_eval_count.
 *
 * The second step ends with a message of the assistant, which the template leaves open: analysis as
 * `thinking`, and white space as `content`, so that the final header stands and JSON begins behind it
 * (harmony/harmonyparser.go, AddImplicitStartOrPrefill). `think` false has the schema hold from the first
 * token (server/routes.go, ChatHandler, forceImmediate); otherwise it would wait for thoughts that are done.
 *
 * `num_ctx` is the same in every request: each new value has the model loaded again. It is the engine's
 * longest context, and a prompt counted as longer is refused before it is sent.
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
  if (at(body, "done") !== true) throw malformedAnswer("it says that it is not done");
  return {
    reasoning: textAt(body, "message", "thinking") ?? "",
    content: textAt(body, "message", "content") ?? "",
    finish: readFinish(at(body, "done_reason")),
    promptTokens: countAt(body, "prompt_eval_count"),
    // Counted in prompt_eval_count and not told apart.
    cachedTokens: null,
    completionTokens: countAt(body, "eval_count") ?? 0,
    choices: readChatChoices(at(body, "logprobs")),
  };
}
