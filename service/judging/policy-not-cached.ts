import type { PolicyNotCachedWarning, ServerKind } from "../../engine/remote/remote-options.ts";

const UNKNOWN_SERVER = "Look for a prefix or prompt cache among its settings.";

/** What an operator can do about a server whose cache does not serve policies. */
const REMEDIES: Readonly<Record<ServerKind, string>> = {
  vllm: "Start it with --enable-prefix-caching.",
  sglang: "Start it without --disable-radix-cache.",
  llamacpp:
    "Use a version that takes message_delimiters, or start it with --swa-full; give it as many slots (--parallel) as " +
    "policies take turns.",
  ollama: "Keep the model loaded, and let fewer policies take turns.",
  openai: UNKNOWN_SERVER,
  completions: UNKNOWN_SERVER,
};

/** A sentence for the log: what happens, what it costs, and what to do. */
export function describePolicyNotCached({ kind, policyTokens, requests }: PolicyNotCachedWarning): string {
  return (
    `The model server computes the same policy of ${policyTokens} tokens again for each item: ${requests} requests in a ` +
    `row read next to nothing of it from the cache. Items take longer than they have to. ${REMEDIES[kind]}`
  );
}
