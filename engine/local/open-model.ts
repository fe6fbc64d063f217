import { requireDirectory } from "./checkpoint/require-directory.ts";
import { EngineFailedError } from "../errors.ts";
import type { EngineEvents, EngineNotice } from "./engine-events.ts";
import type { LocalOptions } from "./local-options.ts";
import { modelNotLoaded } from "./model-not-loaded.ts";
import { type OpenedModel, type Provider, ProviderUnavailableError } from "./opened-model.ts";

/**
 * Opens the model on the requested device, or with `auto` on the first that can run it: CUDA (if ONNX Runtime has its
 * CUDA libraries), any GPU through WebGPU, the CPU. Reports which and why. Throws EngineFailedError, not retryable, if
 * none can.
 */
export async function openModel(options: LocalOptions, events: EngineEvents): Promise<OpenedModel> {
  const { executionProvider } = options;
  const providers: readonly Provider[] =
    executionProvider === "auto" ? ["cuda", "webgpu", "cpu"] : [executionProvider];
  await requireModelDirectory(options.modelDirectory);
  const passedOver: string[] = [];
  for (const provider of providers) {
    try {
      const opened = await open(provider, options, events);
      events.onNotice?.(notice(provider, opened, passedOver));
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

/** The libraries of a device are loaded only if it is used. */
async function open(provider: Provider, options: LocalOptions, events: EngineEvents): Promise<OpenedModel> {
  if (provider === "webgpu") {
    const { openOnWebGpu } = await import("./webgpu/open-on-webgpu.ts");
    return openOnWebGpu(options, events);
  }
  const { openOnOnnx } = await import("./onnx/open-on-onnx.ts");
  return openOnOnnx(provider, options, events);
}

function notice(
  provider: Provider,
  { engineVersion, notice: warning }: OpenedModel,
  passedOver: readonly string[],
): EngineNotice {
  const why = passedOver.length === 0 ? "" : ` Passed over: ${passedOver.join("; ")}.`;
  // A test or demonstration model is fast on any device.
  const slow = provider === "cpu" && warning === null;
  const speed = slow
    ? " On a CPU gpt-oss-safeguard-20b takes seconds for a token (2 to 5 s on 2 cores) and many minutes for a verdict."
    : "";
  return {
    message: `The model runs on ${provider} (${engineVersion}).${why}${speed}`,
    remedy: slow ? { code: "use_gpu" } : null,
  };
}
