import { encodeOrdinary } from "../engine/harmony/tokenizer.ts";
import type { Config } from "./config/config.ts";
import type { Secrets } from "./config/secrets.ts";
import { AppContext, type Overrides, type Role } from "./context.ts";
import { environmentKeyFault } from "./keys/environment-key.ts";
import { createApp } from "./http/app.ts";
import { type RunningServer, startServer } from "./http/server.ts";
import packageJson from "../package.json" with { type: "json" };

const REQUEST_GRACE_MS = 5000;

export interface RunningService {
  readonly context: AppContext;
  readonly url: string;
  /** Present where this start made the first administrator's key: it cannot be shown again. */
  readonly createdKey: string | null;
  /** Why the key of the environment does not administer; null if it does, or if there is none. */
  readonly keyFault: string | null;
  /** Resolves when items are judged; rejects where the engine never will be there. */
  readonly judging: Promise<void>;
  /** Stops accepting, lets running requests and items finish within the grace, closes the stores. Idempotent. */
  close(): Promise<void>;
}

/**
 * Starts one process of the service. Resolves once it accepts requests: the model may still be loading,
 * and what is accepted meanwhile waits in the queue.
 *
 * Rejects with ListenError, DataDirectoryLockedError, or what the database says.
 */
export async function runService(
  config: Config,
  secrets: Secrets,
  role: Role,
  overrides: Overrides = {},
): Promise<RunningService> {
  const context = AppContext.fromConfig(config, secrets, role, overrides);
  let server: RunningServer | null = null;
  try {
    await context.start();
    server = await startServer(appOf(context), config.http);
    // After listening: a start that fails on a taken port must not use up the only showing of the key.
    const { createdKey, keyFault } = await firstKey(context, secrets);
    const judging = context.startJudging();
    const { url } = server;
    let closed: Promise<void> | undefined;
    return {
      context,
      url,
      createdKey,
      keyFault,
      judging,
      close: () => (closed ??= close(context, server)),
    };
  } catch (error) {
    await close(context, server).catch(() => undefined);
    throw error;
  }
}

function appOf(context: AppContext): ReturnType<typeof createApp> {
  const { policies, verdicts, keys, classifier, batches, batchService, webhooks, config, logger, metrics } =
    context;
  return createApp({
    policies,
    verdicts,
    keys,
    classifier,
    batches,
    batchService,
    webhooks,
    config,
    requestCounter: context.requestCounter,
    logger,
    metrics,
    readiness: () => context.vitalSigns.readiness(),
    canRecover: () => context.vitalSigns.canRecover(),
    countTokens: (text) => encodeOrdinary(text).length,
    version: packageJson.version,
  });
}

/** The key of the environment, or on a fresh database a new one. */
async function firstKey(
  { keys, logger }: AppContext,
  { apiKey }: Secrets,
): Promise<Pick<RunningService, "createdKey" | "keyFault">> {
  if (apiKey !== null) {
    const key = await keys.ensure(apiKey);
    const keyFault = environmentKeyFault(key);
    if (keyFault !== null) logger.error({ key_id: key.id }, keyFault);
    return { createdKey: null, keyFault };
  }
  const isFresh = (await keys.count()) === 0;
  const createdKey = isFresh ? (await keys.create("first administrator", ["admin"])).key : null;
  return { createdKey, keyFault: null };
}

async function close(context: AppContext, server: RunningServer | null): Promise<void> {
  // Waiting callers are answered at once; only bodies that are still coming in take time. The items have the grace.
  await server?.close({ graceMs: REQUEST_GRACE_MS });
  await context.close();
}
