import type { LocalEngineOptions } from "../../create-engine.ts";
import { LocalEngine, type LocalEngineCallbacks } from "../local-engine.ts";

/** The engine itself, in the process that calls. Only the engine's own process imports this file. */
export function createInProcess(options: LocalEngineOptions, callbacks: LocalEngineCallbacks): LocalEngine {
  switch (options.kind) {
    case "local":
      return new LocalEngine(options, callbacks);
  }
}
