import type { PolicyNotCachedWarning, ServerKind } from "../../engine/remote/remote-options.ts";

const UNKNOWN_SERVER = "Look for a prefix or prompt cache in its settings.";

/** How to make a server's cache hold policies. */
const REMEDIES: Readonly<Record<ServerKind, string>> = {
  vllm: "Start it with --enable-prefix-caching.",
  sglang: "Start it without --disable-radix-cache.",
  llamacpp:
    "Use a version that supports message_delimiters, or start it with --swa-full; give it at least as many slots " +
    "(--parallel) as policies are in use at the same time.",
  ollama: "Keep the model loaded, and use fewer policies at the same time.",
  openai: UNKNOWN_SERVER,
  completions: UNKNOWN_SERVER,
};

/** Describes the warning for the log: the symptom, the cost and the remedy. */
export function describePolicyNotCached({ kind, policyTokens, requests }: PolicyNotCachedWarning): string {
  return (
    `The model server computes the same policy of ${policyTokens} tokens again for each item: ${requests} consecutive ` +
    `requests found almost none of it in the cache. Items take longer than necessary. ${REMEDIES[kind]}`
  );
}
