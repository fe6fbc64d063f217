import { createEngine } from "../engine/create-engine.ts";
import type { Engine } from "../engine/engine.ts";
import type { LocalOptions } from "../engine/local/local-options.ts";
import type { Config } from "./config/config.ts";
import type { Secrets } from "./config/secrets.ts";
import { OperatorError } from "./errors.ts";
import { withRemedy } from "./engine-words.ts";
import { describePolicyNotCached } from "./judging/policy-not-cached.ts";
import type { Logger } from "./logger.ts";

/** The process cannot start with its configuration. */
export class StartError extends OperatorError {
  override readonly name = "StartError";
}

/** Creates the engine that the settings name. Throws StartError if it needs a model and none is named. */
export function configuredEngine({ engine }: Config, { engineApiKey }: Secrets, logger: Logger): Engine {
  const { kind, remote, maxContextTokens } = engine;
  if (kind === "remote") {
    return createEngine(
      { kind, ...remote, apiKey: engineApiKey, maxContextTokens },
      {
        onPolicyNotCached: (warning) =>
          logger.warn({ ...warning, detail: describePolicyNotCached(warning) }, "policy not cached"),
      },
    );
  }
  return createEngine(
    { kind, ...localOptions(engine) },
    {
      onNotice: (notice) => logger.info({ notice: withRemedy(notice) }, "engine"),
      onLog: (line) => logger.warn({ line }, "engine process"),
      onProgress: ({ step, done, total }) => logger.debug({ step, done, total }, "engine starting"),
    },
  );
}

/** The engine chooses what is not set: it knows the device. */
function localOptions({
  modelDirectory,
  executionProvider,
  maxContextTokens,
  maxNumSeqs,
  maxBatchedTokens,
  kvCacheBytes,
}: Config["engine"]): LocalOptions {
  if (modelDirectory === null) {
    throw new StartError(
      "GAVEL_MODEL_DIR is not set: set it to a model, or run `npm run quickstart`, which runs the demonstration model gavel-nano.",
    );
  }
  return {
    modelDirectory,
    executionProvider,
    maxContextTokens,
    ...(maxNumSeqs === null ? {} : { maxNumSeqs }),
    ...(maxBatchedTokens === null ? {} : { maxBatchedTokens }),
    ...(kvCacheBytes === null ? {} : { kvCacheBytes }),
  };
}
