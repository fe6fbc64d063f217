import type { LocalEngineOptions } from "../create-engine.ts";
import type { Engine } from "../engine.ts";
import { OnnxEngine } from "../onnx/onnx-engine.ts";
import type { EngineProgress } from "../onnx/onnx-options.ts";

/** The engine itself, in the process that calls. Only the engine's own process imports this file. */
export function createInProcess(
  options: LocalEngineOptions,
  onProgress: (progress: EngineProgress) => void,
): Engine {
  switch (options.kind) {
    case "onnx":
      return new OnnxEngine(options, onProgress);
  }
}
