import { requireDirectory } from "./checkpoint/require-directory.ts";
import type { EngineCoreOptions } from "./core/engine-core.ts";
import type { ModelRunner } from "./core/model-runner.ts";
import { EngineFailedError } from "../errors.ts";
import type { Encoding } from "../harmony/encoding.ts";
import type { LocalEngineCallbacks } from "./local-engine.ts";
import type { LocalOptions } from "./local-options.ts";
import { modelNotLoaded } from "./model-not-loaded.ts";

/** A model on a device, and what the engine core must know to run it. */
export interface OpenedModel extends EngineCoreOptions {
  readonly runner: ModelRunner<unknown>;
  readonly provider: Provider;
  readonly model: string;
  /** What every reader of the model's answers must be told, or null. */
  readonly notice: string | null;
  /** What computes, and its version and device: for every verdict's record. */
  readonly engine: "onnx" | "webgpu";
  readonly engineVersion: string;
  readonly maxContextTokens: number;
  /** Which tokens the model knows. */
  readonly encoding: Encoding;
}

export type Provider = Exclude<LocalOptions["executionProvider"], "auto">;

/** No such device, or none that can run the model: `auto` tries the next. */
export class ProviderUnavailableError extends Error {
  override readonly name = "ProviderUnavailableError";
}

/**
 * Opens the model on the device that is asked for, or on the first that can run it: a CUDA device (where ONNX Runtime
 * has its CUDA libraries), any other graphics device, the CPU. Says which and why. Throws EngineFailedError, not
 * retryable, whose message says what is wrong.
 */
export async function openModel(
  options: LocalOptions,
  callbacks: LocalEngineCallbacks,
): Promise<OpenedModel> {
  const { executionProvider } = options;
  const providers: readonly Provider[] =
    executionProvider === "auto" ? ["cuda", "webgpu", "cpu"] : [executionProvider];
  await requireModelDirectory(options.modelDirectory);
  const passedOver: string[] = [];
  for (const provider of providers) {
    try {
      const opened = await open(provider, options, callbacks);
      callbacks.onNotice?.(notice(provider, opened, passedOver));
      return opened;
    } catch (cause) {
      if (executionProvider === "auto" && cause instanceof ProviderUnavailableError) {
        passedOver.push(`${provider}: ${cause.message.replace(/\.$/, "")}`);
        continue;
      }
      if (cause instanceof EngineFailedError) {
        throw cause;
      }
      throw modelNotLoaded(options.modelDirectory, cause, provider);
    }
  }
  throw new EngineFailedError(`No device can run the model. ${passedOver.join("; ")}.`, { retryable: false });
}

async function requireModelDirectory(directory: string): Promise<void> {
  try {
    await requireDirectory(directory);
  } catch (cause) {
    throw modelNotLoaded(directory, cause);
  }
}

/** Each device's libraries are loaded only where it is wanted. */
async function open(
  provider: Provider,
  options: LocalOptions,
  callbacks: LocalEngineCallbacks,
): Promise<OpenedModel> {
  if (provider === "webgpu") {
    const { openOnWebGpu } = await import("./webgpu/open-on-webgpu.ts");
    return openOnWebGpu(options, callbacks);
  }
  const { openOnOnnx } = await import("./onnx/open-on-onnx.ts");
  return openOnOnnx(provider, options, callbacks);
}

function notice(
  provider: Provider,
  { engineVersion, notice: warning }: OpenedModel,
  passedOver: readonly string[],
): string {
  const why = passedOver.length === 0 ? "" : ` Passed over: ${passedOver.join("; ")}.`;
  // A test model is quick anywhere.
  const slow =
    provider === "cpu" && warning === null
      ? " On a CPU gpt-oss-safeguard-20b takes seconds for a token (2 to 5 s on 2 cores) and many minutes for a " +
        "verdict: for more than trying it out, use a machine with a graphics device, or a model server " +
        "(GAVEL_ENGINE=remote)."
      : "";
  return `The model runs on ${provider} (${engineVersion}).${why}${slow}`;
}
