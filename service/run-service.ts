import { encodeOrdinary } from "../engine/harmony/tokenizer.ts";
import type { Config } from "./config/config.ts";
import type { Secrets } from "./config/secrets.ts";
import type { Compose, Composition, Overrides } from "./compose.ts";
import { environmentKeyFault } from "./keys/environment-key.ts";
import { createApp } from "./http/app.ts";
import { BUILT_DASHBOARD } from "./http/dashboard/built-dashboard.ts";
import { LintThread } from "./judging/lint-thread.ts";
import { linterSettings } from "./judging/linter-settings.ts";
import { type RunningServer, startServer } from "./http/server.ts";
import { serviceStateReader } from "./service-state.ts";
import packageJson from "../package.json" with { type: "json" };

const REQUEST_GRACE_MS = 5000;

export interface RunningService {
  readonly parts: Composition;
  readonly url: string;
  /** The first administrator's key, if this start created it: it cannot be shown again. */
  readonly createdKey: string | null;
  /** Why the key in the environment is not an administrator's; null if it is, or if there is none. */
  readonly keyFault: string | null;
  /** Resolves when the process is ready to judge; rejects if the engine can never be ready. */
  readonly judging: Promise<void>;
  /** Stops accepting, lets running requests and items finish within the grace, closes the stores. Idempotent. */
  close(): Promise<void>;
}

/**
 * Starts one process of the service. Resolves once it accepts requests: the model may still be loading, and items
 * accepted meanwhile wait in the queue.
 *
 * Rejects with StartError, ListenError, DataDirectoryLockedError, or the database's error.
 */
export async function runService(
  config: Config,
  secrets: Secrets,
  compose: Compose,
  overrides: Overrides = {},
): Promise<RunningService> {
  const parts = compose(config, secrets, overrides);
  const linter = new LintThread(linterSettings(config));
  let server: RunningServer | null = null;
  try {
    await parts.start();
    server = await startServer(appOf(parts, linter), config.http);
    // After listening: the key is shown only once, so a start that fails because the port is in use must not create it.
    const { createdKey, keyFault } = await firstKey(parts, secrets);
    const judging = parts.startJudging();
    const { url } = server;
    let closed: Promise<void> | undefined;
    return {
      parts,
      url,
      createdKey,
      keyFault,
      judging,
      close: () => (closed ??= close(parts, server, linter)),
    };
  } catch (error) {
    await close(parts, server, linter).catch(() => undefined);
    throw error;
  }
}

function appOf(
  { config, logger, metrics, stores, accepting, vitalSigns }: Composition,
  linter: LintThread,
): ReturnType<typeof createApp> {
  const { policies, verdicts, keys, sessions, audit, batches, goldenSets, evaluations, trials } = stores;
  const {
    classifier,
    batchService,
    releases,
    goldenService,
    evaluationService,
    trialService,
    webhooks,
    reviews,
    requestCounter,
    keyUse,
  } = accepting;
  return createApp({
    policies,
    verdicts,
    keys,
    sessions,
    audit,
    keyUse,
    classifier,
    batches,
    batchService,
    releases,
    goldenSets,
    goldenService,
    evaluations,
    evaluationService,
    trials,
    trialService,
    webhooks,
    reviews,
    config,
    requestCounter,
    logger,
    metrics,
    readiness: () => vitalSigns.readiness(),
    canRecover: () => vitalSigns.canRecover(),
    serviceState: serviceStateReader({ ...stores, config, readiness: () => vitalSigns.readiness() }),
    linter,
    countTokens,
    dashboardDirectory: BUILT_DASHBOARD,
    version: packageJson.version,
  });
}

function countTokens(text: string): number {
  return encodeOrdinary(text).length;
}

/** Stores the key of the environment, or creates the first key of an empty database. */
async function firstKey(
  { stores: { keys }, logger }: Composition,
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

async function close(parts: Composition, server: RunningServer | null, linter: LintThread): Promise<void> {
  // Waiting callers get their response immediately; the grace is for request bodies that are still being received.
  await server?.close({ graceMs: REQUEST_GRACE_MS });
  await linter.close();
  await parts.close();
}
