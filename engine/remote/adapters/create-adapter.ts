import type { ServerKind } from "../remote-options.ts";
import { completionsAdapter } from "./completions.ts";
import { llamaCppAdapter } from "./llama-cpp.ts";
import { ollamaAdapter } from "./ollama.ts";
import { openaiChatAdapter } from "./openai-chat.ts";
import type { ServerAdapter } from "./server-adapter.ts";
import { sglangAdapter } from "./sglang.ts";
import { vllmAdapter } from "./vllm.ts";

/**
 * Returns the adapter for a server. An adapter that remembers what its server does not support is created for each
 * server.
 */
export function createAdapter(kind: ServerKind): ServerAdapter {
  switch (kind) {
    case "vllm":
      return vllmAdapter;
    case "sglang":
      return sglangAdapter;
    case "llamacpp":
      return llamaCppAdapter;
    case "ollama":
      return ollamaAdapter;
    case "openai":
      return openaiChatAdapter();
    case "completions":
      return completionsAdapter();
  }
}
