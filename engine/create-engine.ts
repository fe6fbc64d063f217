import type { Engine } from "./engine.ts";
import type { LocalOptions } from "./local/local-options.ts";
import { RemoteEngine } from "./remote/remote-engine.ts";
import type { RemoteCallbacks, RemoteOptions } from "./remote/remote-options.ts";
import { SupervisedEngine, type SupervisorOptions } from "./local/process/supervised-engine.ts";

/** Options of an engine that runs the model on this machine. */
export type LocalEngineOptions = { readonly kind: "local" } & LocalOptions;

/** The kind of engine and its options, as plain data. */
export type EngineOptions = LocalEngineOptions | ({ readonly kind: "remote" } & RemoteOptions);

/** Creates the engine for these options, not started. A local model runs in a separate process. */
export function createEngine(
  options: EngineOptions,
  callbacks: SupervisorOptions & RemoteCallbacks = {},
): Engine {
  switch (options.kind) {
    case "local":
      return new SupervisedEngine(options, callbacks);
    case "remote":
      return new RemoteEngine(options, callbacks);
  }
}
