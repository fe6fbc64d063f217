import type { LocalEngineOptions } from "../../create-engine.ts";
import type { EngineInfo, GenerateRequest, GenerateResult } from "../../engine.ts";
import type { EngineProgress } from "../local-options.ts";
import type { WireError } from "./wire-error.ts";

/** What the service's process says to the engine's. `id` names a request among those of one child. */
export type MessageToChild =
  | { readonly type: "start"; readonly options: LocalEngineOptions }
  | { readonly type: "generate"; readonly id: number; readonly request: GenerateRequest }
  | { readonly type: "abort"; readonly id: number }
  | { readonly type: "close" };

/** What the engine's process says. Every `generate` is answered by one `result` or `error`, aborted or not. */
export type MessageFromChild =
  | { readonly type: "progress"; readonly progress: EngineProgress }
  | { readonly type: "notice"; readonly notice: string }
  | { readonly type: "ready"; readonly info: EngineInfo }
  | { readonly type: "start-failed"; readonly error: WireError }
  | { readonly type: "result"; readonly id: number; readonly result: GenerateResult }
  | { readonly type: "error"; readonly id: number; readonly error: WireError }
  /** Sent every HEARTBEAT_MS, or later where a run of the model takes longer. `steps`: how many runs there have been. */
  | { readonly type: "heartbeat"; readonly steps: number };

export const HEARTBEAT_MS = 1_000;

/** Beside the messages: a byte on this descriptor of the child every PULSE_MS, whatever its main thread does. */
export const PULSE_FD = 4;
export const PULSE_MS = 500;
