import type { Engine } from "./engine.ts";
import type { LocalOptions } from "./local/local-options.ts";
import { RemoteEngine } from "./remote/remote-engine.ts";
import type { RemoteCallbacks, RemoteOptions } from "./remote/remote-options.ts";
import { SupervisedEngine, type SupervisorOptions } from "./local/process/supervised-engine.ts";

/** An engine that runs the model itself. */
export type LocalEngineOptions = { readonly kind: "local" } & LocalOptions;

/** Which engine, and what it is made of. Plain data. */
export type EngineOptions = LocalEngineOptions | ({ readonly kind: "remote" } & RemoteOptions);

/** The engine for these options, not started yet. A model that runs here has a process of its own. */
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
