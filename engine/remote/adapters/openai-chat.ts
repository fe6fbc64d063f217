import { readFinish } from "../errors.ts";
import type { HttpClient } from "../wire/http-client.ts";
import { listedModel } from "../wire/listed-model.ts";
import { readUsage, responseFormat } from "../wire/openai-fields.ts";
import { readChatChoices } from "../wire/read-chat-choices.ts";
import { at, countAt, textAt } from "../wire/read-json.ts";
import { sampling } from "../wire/sampling.ts";
import { hostedSchema } from "../wire/server-schema.ts";
import { optionalLogprobs } from "./optional-logprobs.ts";
import type { ChatAdapter, ChatCompletion, ChatStep } from "./server-adapter.ts";

/**
 * Any server with OpenAI's POST /v1/chat/completions: Groq, OpenRouter, LM Studio and others.
 *
 * The policy is sent with the role `system`, which every gpt-oss template renders as the developer message if it
 * is the first message (LM Studio refuses `developer`). This API cannot continue from a given analysis, so the
 * second step appends it to the instructions as a JSON string: after the policy, whose prefix stays cached, and
 * outside the content, which could forge it.
 *
 * The reasoning of the response is in `reasoning` (Groq, OpenRouter, vLLM) or `reasoning_content` (LM Studio,
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

    chat: optionalLogprobs(chat),
  };
}

async function chat(client: HttpClient, step: ChatStep, signal: AbortSignal): Promise<ChatCompletion> {
  return readChat(await client.call("/v1/chat/completions", requestBody(step), signal));
}

function requestBody(step: ChatStep): object {
  const { model, content, reasoningEffort, seed, maxTokens, topLogprobs } = step;
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
    ...responseFormat(step, hostedSchema),
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
  const choice = at(body, "choices", 0);
  const message = at(choice, "message");
  return {
    reasoning: textAt(message, "reasoning") ?? textAt(message, "reasoning_content") ?? "",
    content: textAt(message, "content") ?? "",
    finish: readFinish(at(choice, "finish_reason")),
    ...readUsage(body),
    completionTokens: countAt(body, "usage", "completion_tokens") ?? 0,
    choices: readChatChoices(at(choice, "logprobs", "content")),
  };
}
