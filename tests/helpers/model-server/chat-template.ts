import { encodeMarkup } from "./text.ts";
import { type Fields, record, Refusal } from "./wire.ts";

export interface ChatMessage {
  readonly role: string;
  readonly content: string;
  readonly thinking: string;
}

/** Messages of a chat request; the text parts of a content in parts are joined. */
export function chatMessages(value: unknown): ChatMessage[] {
  if (!Array.isArray(value) || value.length === 0) throw new Refusal(400, "messages must not be empty");
  return value.map((item: unknown) => {
    const message: Fields = record(item) ?? {};
    const { role, content, thinking } = message;
    if (typeof role !== "string") throw new Refusal(400, "a message has no role");
    return { role, content: textOf(content), thinking: typeof thinking === "string" ? thinking : "" };
  });
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (content === null || content === undefined) return "";
  if (!Array.isArray(content)) throw new Refusal(400, "content must be a string or a list of parts");
  return content
    .map((part: unknown) => {
      const fields = record(part) ?? {};
      if (fields["type"] !== "text" || typeof fields["text"] !== "string") {
        throw new Refusal(400, "only text parts are supported");
      }
      return fields["text"];
    })
    .join("");
}

/**
 * The chat template in openai/gpt-oss-safeguard-20b's tokenizer files, by which hosted and local chat servers
 * render: the first message becomes the developer block if its role is system or developer; any later one of these
 * roles is dropped silently. The text is tokenized as a whole, so that control tokens spelled by a
 * user are control tokens.
 */
export function huggingFacePrompt(messages: readonly ChatMessage[], effort: string, date: string): number[] {
  const [first] = messages;
  const instructed = first?.role === "system" || first?.role === "developer";
  const developer = instructed
    ? `<|start|>developer<|message|># Instructions\n\n${first.content}\n\n<|end|>`
    : "";
  const turns = messages.slice(instructed ? 1 : 0).map((message) => turn(message));
  return encodeMarkup(`${systemBlock(effort, date)}${developer}${turns.join("")}<|start|>assistant`);
}

/**
 * The template of Ollama's gpt-oss library models (ollama.com/library/gpt-oss, `template`): all system messages
 * together are the instructions; it has no branch for the developer role. A last message of the assistant is left open,
 * to be continued.
 */
export function ollamaPrompt(messages: readonly ChatMessage[], effort: string, date: string): number[] {
  const system = messages.filter(({ role }) => role === "system").map(({ content }) => content);
  const developer =
    system.length === 0 ? "" : `<|start|>developer<|message|># Instructions\n\n${system.join("\n\n")}<|end|>`;
  const turns = messages.map((message) => turn(message)).join("");
  const open =
    messages.at(-1)?.role === "assistant" ? turns.slice(0, -"<|end|>".length) : `${turns}<|start|>assistant`;
  return encodeMarkup(`${systemBlock(effort, date)}${developer}${open}`);
}

function systemBlock(effort: string, date: string): string {
  return (
    "<|start|>system<|message|>You are ChatGPT, a large language model trained by OpenAI.\n" +
    `Knowledge cutoff: 2024-06\nCurrent date: ${date}\n\nReasoning: ${effort}\n\n` +
    "# Valid channels: analysis, commentary, final. Channel must be included for every message.<|end|>"
  );
}

function turn({ role, content, thinking }: ChatMessage): string {
  if (role === "user") return `<|start|>user<|message|>${content}<|end|>`;
  if (role !== "assistant") return "";
  const analysis =
    thinking === "" ? "" : `<|start|>assistant<|channel|>analysis<|message|>${thinking}<|end|>`;
  return content === ""
    ? analysis
    : `${analysis}<|start|>assistant<|channel|>final<|message|>${content}<|end|>`;
}

export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
