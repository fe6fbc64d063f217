import type { Engine } from "./engine.ts";
import type { OnnxOptions } from "./onnx/onnx-options.ts";
import { SupervisedEngine, type SupervisorOptions } from "./process/supervised-engine.ts";

/** Which engine, and what it is made of. Plain data. */
export type EngineOptions = { readonly kind: "onnx" } & OnnxOptions;

/** The engine for these options, not started yet. The model runs in a process of its own. */
export function createEngine(options: EngineOptions, callbacks: SupervisorOptions = {}): Engine {
  return new SupervisedEngine(options, callbacks);
}
