import { readFinish } from "../errors.ts";
import type { HttpClient } from "../http-client.ts";
import { optionalLogprobs } from "../optional-logprobs.ts";
import { readChatChoices } from "../read-chat-choices.ts";
import { at, countAt, textAt } from "../read-json.ts";
import { sampling } from "../sampling.ts";
import type { ChatAdapter, ChatCompletion, ChatStep } from "../server-adapter.ts";
import { hostedSchema } from "../server-schema.ts";
import { listedModel } from "./openai-models.ts";

/**
 * Any server of OpenAI's POST /v1/chat/completions: Groq, OpenRouter, LM Studio and others.
 *
 * The policy goes under the role `system`, which every gpt-oss template turns into the developer message
 * when it comes first (LM Studio refuses `developer`). There is no way to go on from a given analysis on
 * this wire, so the second step carries it at the end of the instructions, as a JSON string: behind the policy,
 * whose prefix stays cached, and where no content can forge it.
 *
 * The answer's reasoning stands under `reasoning` (Groq, OpenRouter, vLLM) or `reasoning_content` (LM Studio,
 * SGLang, llama.cpp).
 */
export function openaiChatAdapter(): ChatAdapter {
  return {
    kind: "openai",
    prompts: "messages",
    thinksAgain: true,

    async identify(client, model, signal) {
      return { ...(await listedModel(client, model, signal)), version: "unknown" };
    },

    chat: optionalLogprobs(ask),
  };
}

async function ask(client: HttpClient, step: ChatStep, signal: AbortSignal): Promise<ChatCompletion> {
  return readChat(await client.call("/v1/chat/completions", requestBody(step), signal));
}

function requestBody(step: ChatStep): object {
  const { model, content, reasoningEffort, schema, seed, maxTokens, topLogprobs } = step;
  return {
    model,
    messages: [
      { role: "system", content: instructions(step) },
      { role: "user", content },
    ],
    reasoning_effort: reasoningEffort,
    max_tokens: maxTokens,
    ...sampling(seed),
    stream: false,
    ...(schema === null
      ? {}
      : {
          response_format: {
            type: "json_schema",
            json_schema: { name: "verdict", strict: true, schema: hostedSchema(schema) },
          },
        }),
    ...(topLogprobs === 0 ? {} : { logprobs: true, top_logprobs: topLogprobs }),
  };
}

function instructions({ instructions: given, analysis }: ChatStep): string {
  return analysis === null || analysis === ""
    ? given
    : `${given}\n\n# Analysis\n\nYour analysis of the content, made before, as a JSON string: ` +
        `${JSON.stringify(analysis)}\n\nAnswer with the verdict now.`;
}

function readChat(body: unknown): ChatCompletion {
  const message = at(body, "choices", 0, "message");
  const usage = at(body, "usage");
  return {
    reasoning: textAt(message, "reasoning") ?? textAt(message, "reasoning_content") ?? "",
    content: textAt(message, "content") ?? "",
    finish: readFinish(at(body, "choices", 0, "finish_reason")),
    promptTokens: countAt(usage, "prompt_tokens"),
    cachedTokens: countAt(usage, "prompt_tokens_details", "cached_tokens"),
    completionTokens: countAt(usage, "completion_tokens") ?? 0,
    choices: readChatChoices(at(body, "choices", 0, "logprobs", "content")),
  };
}
