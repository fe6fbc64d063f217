import type { ReasoningEffort } from "../../engine/engine.ts";
import { CheckpointError } from "../../engine/local/checkpoint/checkpoint-error.ts";
import type { VerdictRecord } from "../../packages/client/src/client.ts";
import { composeAll } from "../../service/compose.ts";
import { type Env, readEnv } from "../../service/config/env.ts";
import { readConfig } from "../../service/config/read-config.ts";
import { StartError } from "../../service/configured-engine.ts";
import { withRemedy } from "../../service/engine-words.ts";
import { ServiceError } from "../../service/errors.ts";
import type { VerdictStore } from "../../service/judging/verdict-store.ts";
import { closeOnSignals, type Ending } from "../../service/close-on-signals.ts";
import { fail } from "../../service/run-process.ts";
import { runService, type RunningService } from "../../service/run-service.ts";
import { readEnvironment } from "../environment.ts";
import { formatVerdict } from "../printing/format-verdict.ts";
import { createStyle, type Style } from "../printing/style.ts";
import { checkAddress } from "./check-address.ts";
import { createDashboardLink } from "./dashboard-link.ts";
import { builtNanoModel, NANO_CHECKPOINT } from "./nano-model.ts";
import { formatNextSteps, type KeySource } from "./next-steps.ts";
import { showProgress } from "./progress.ts";
import { liveSample, loadStarterPolicies, type Sample } from "./starter-policies.ts";

const SAMPLE_EFFORT: ReasoningEffort = "low";
const KEY_LINE = "API key with all scopes, shown only once:";
/** Marks the sample among the records: no key has this id. */
const SAMPLE_KEY_ID = "quickstart";
const SAMPLE_WAIT_MS = 10 * 60_000;

/** gavel-nano's analysis has about 40 tokens at any effort: this only bounds one that does not end. */
const NANO_REASONING_TOKENS = "128";

/** Starts a service from nothing, shows a first verdict, and serves until a signal. Reports its own errors. */
export async function runQuickstart(): Promise<void> {
  const { NO_COLOR, TERM } = readEnvironment();
  const style = createStyle(process.stdout.isTTY && NO_COLOR === undefined && TERM !== "dumb");
  let service: RunningService | undefined;
  let ending: Ending | undefined;
  try {
    const { config, secrets, model } = await settings(readEnv());
    service = await showProgress("Starting the service", () => runService(config, secrets, composeAll));
    ending = closeOnSignals(service);
    const { parts, url, createdKey, keyFault, judging } = service;
    const { policies, verdicts, keys, sessions } = parts.stores;
    // Printed first: the key can be shown only now, even if a later step fails.
    if (createdKey !== null) console.log(`${KEY_LINE} ${style.bold(createdKey)}`);
    await loadStarterPolicies(policies);
    await showProgress(`Loading ${model}`, () => judging);
    const sample = await liveSample(policies);
    let sampleId = await judgedSample(verdicts);
    if (sample !== null && !(await hasVerdicts(verdicts))) {
      sampleId = await showSample(service, sample, style).catch((error: unknown) => {
        if (!(error instanceof ServiceError)) throw error;
        console.log(`\nThe sample was not judged: ${error.message}`);
        return null;
      });
    }
    const key = keySource(createdKey, keyFault, secrets.apiKey !== null);
    const given = createdKey ?? secrets.apiKey;
    const dashboard = await createDashboardLink({ url, key: given, sampleId, keys, sessions });
    console.log(formatNextSteps({ url, key, sample, dashboard }, style));
  } catch (error) {
    // After a signal, pending operations fail; that is not an error.
    if (ending?.began() === true) return;
    await ending?.stop().catch(() => undefined);
    fail(error instanceof CheckpointError ? new StartError(withRemedy(error)) : error);
  }
}

function keySource(created: string | null, fault: string | null, isGiven: boolean): KeySource {
  if (created !== null) return { kind: "created", key: created };
  if (fault !== null) return { kind: "refused", fault };
  return { kind: isGiven ? "environment" : "earlier" };
}

/** Reads the configuration, checks that its address is free, and prepares gavel-nano if no model is set. */
async function settings(env: Env): Promise<ReturnType<typeof readConfig> & { readonly model: string }> {
  const quiet: Env = { ...env, GAVEL_LOG_LEVEL: env.GAVEL_LOG_LEVEL ?? "warn" };
  const given = readConfig(quiet);
  await checkAddress(given.config.http);
  if (env.GAVEL_MODEL_DIR !== undefined || given.config.engine.kind !== "local") {
    return { ...given, model: "the model" };
  }
  // The model is too small to gain from a GPU, and on the CPU it behaves the same on every machine.
  const provider = env.GAVEL_EXECUTION_PROVIDER ?? "cpu";
  const directory = given.config.data.directory;
  const nano = readConfig({
    ...quiet,
    GAVEL_MODEL_DIR: provider === "webgpu" ? NANO_CHECKPOINT : await builtNanoModel(directory),
    GAVEL_EXECUTION_PROVIDER: provider,
    GAVEL_MAX_REASONING_TOKENS: env.GAVEL_MAX_REASONING_TOKENS ?? NANO_REASONING_TOKENS,
  });
  return { ...nano, model: "gavel-nano, a demonstration model" };
}

/** The sample is judged at the first start only; later starts would fill the list with it. */
async function hasVerdicts(verdicts: Pick<VerdictStore, "list">): Promise<boolean> {
  const { records } = await verdicts.list({ filter: {}, limit: 1, order: "asc" });
  return records.length > 0;
}

/** The id of the sample that this start or an earlier one judged; null if it is not kept. */
async function judgedSample(verdicts: Pick<VerdictStore, "list">): Promise<string | null> {
  const { records } = await verdicts.list({ filter: { keyId: SAMPLE_KEY_ID }, limit: 1, order: "asc" });
  return records[0]?.id ?? null;
}

async function showSample(
  { parts }: RunningService,
  { policyId, content }: Sample,
  style: Style,
): Promise<string> {
  const { classifier } = parts.accepting;
  const record = await showProgress("Judging a first text", async (): Promise<VerdictRecord> => {
    const { records } = await classifier.submit(
      { content, policy_id: policyId, reasoning_effort: SAMPLE_EFFORT },
      { caller: { keyId: SAMPLE_KEY_ID }, waitMs: null },
    );
    const settled = await classifier.waitForSettled([records[0]!.id], SAMPLE_WAIT_MS);
    return settled[0]!;
  });
  console.log(`\n${style.dim("Text:")} ${content}\n${formatVerdict(record, style)}`);
  return record.id;
}
