import type { ServerKind } from "../../engine/remote/remote-options.ts";
import type { Config } from "../config/config.ts";
import type { LinterSettings } from "./policy-linter.ts";

/** Kinds of servers of which some return the probabilities of tokens and others do not. */
const MAY_LACK_SCORES: ReadonlySet<ServerKind | "auto"> = new Set(["openai", "completions"]);

/** What the linter knows about the configured engine. */
export function linterSettings({ engine, price }: Pick<Config, "engine" | "price">): LinterSettings {
  const { kind, remote, maxContextTokens, maxReasoningTokens, defaultReasoningEffort } = engine;
  return {
    engine: { maxContextTokens, maxReasoningTokens, defaultReasoningEffort },
    price,
    mayLackScores: kind === "remote" && MAY_LACK_SCORES.has(remote.serverKind),
  };
}
