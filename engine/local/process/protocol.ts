import type { EngineInfo, EngineLoad, GenerateRequest, GenerateResult } from "../../engine.ts";
import type { EngineNotice, EngineProgress } from "../engine-events.ts";
import type { LocalOptions } from "../local-options.ts";
import type { WireError } from "./wire-error.ts";

/** A message from the service's process to the engine's. `id` identifies a request within one engine process. */
export type MessageToEngine =
  | { readonly type: "start"; readonly options: LocalOptions }
  | { readonly type: "generate"; readonly id: number; readonly request: GenerateRequest }
  | { readonly type: "abort"; readonly id: number }
  | { readonly type: "close" };

/** A message from the engine's process. Each `generate` gets exactly one `result` or `error`, aborted or not. */
export type MessageFromEngine =
  | { readonly type: "progress"; readonly progress: EngineProgress }
  | { readonly type: "notice"; readonly notice: EngineNotice }
  | { readonly type: "ready"; readonly info: EngineInfo }
  | { readonly type: "start-failed"; readonly error: WireError }
  | { readonly type: "result"; readonly id: number; readonly result: GenerateResult }
  | { readonly type: "error"; readonly id: number; readonly error: WireError }
  /** Sent every HEARTBEAT_MS, or later while a run of the model blocks. `steps` counts finished runs. */
  | { readonly type: "heartbeat"; readonly steps: number; readonly load: EngineLoad };

export const HEARTBEAT_MS = 1_000;

/** The engine's process writes a byte to this descriptor every PULSE_MS, even while its main thread is blocked. */
export const PULSE_FD = 4;
export const PULSE_MS = 500;
