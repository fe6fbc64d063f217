import type { Encoding } from "../harmony/encoding.ts";
import type { EngineCoreOptions } from "./core/engine-core.ts";
import type { ModelRunner } from "./core/model-runner.ts";
import type { LocalOptions } from "./local-options.ts";

export type Provider = Exclude<LocalOptions["executionProvider"], "auto">;

/** A model on a device, and what the engine core needs to run it. */
export interface OpenedModel extends EngineCoreOptions {
  readonly runner: ModelRunner<unknown>;
  readonly provider: Provider;
  readonly model: string;
  /** See weightsSha256. */
  readonly weightsSha256: string | null;
  /** A warning for everyone who reads the model's answers, or null. */
  readonly notice: string | null;
  /** What computes, and its version and device: recorded with every verdict. */
  readonly engine: "onnx" | "webgpu";
  readonly engineVersion: string;
  readonly maxContextTokens: number;
  readonly encoding: Encoding;
}

/** The device is missing or cannot run the model: `auto` tries the next one. */
export class ProviderUnavailableError extends Error {
  override readonly name = "ProviderUnavailableError";
}
