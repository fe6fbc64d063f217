import type { Engine } from "./engine.ts";
import type { LocalOptions } from "./local/local-options.ts";
import { HttpEngine } from "./remote/remote-engine.ts";
import type { HttpCallbacks, HttpOptions } from "./remote/remote-options.ts";
import { SupervisedEngine, type SupervisorOptions } from "./local/process/supervised-engine.ts";

/** An engine that runs the model itself. */
export type LocalEngineOptions = { readonly kind: "onnx" } & LocalOptions;

/** Which engine, and what it is made of. Plain data. */
export type EngineOptions = LocalEngineOptions | ({ readonly kind: "http" } & HttpOptions);

/** The engine for these options, not started yet. A model that runs here has a process of its own. */
export function createEngine(
  options: EngineOptions,
  callbacks: SupervisorOptions & HttpCallbacks = {},
): Engine {
  switch (options.kind) {
    case "onnx":
      return new SupervisedEngine(options, callbacks);
    case "http":
      return new HttpEngine(options, callbacks);
  }
}
