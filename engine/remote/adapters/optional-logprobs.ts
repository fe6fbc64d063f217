import { EngineFailedError } from "../../errors.ts";
import type { HttpClient } from "../wire/http-client.ts";
import type { Step } from "./server-adapter.ts";

type Send<S extends Step, C> = (client: HttpClient, step: S, signal: AbortSignal) => Promise<C>;

/** Wraps `send` for servers that refuse log-probabilities (Groq, with 400): they are requested until one refusal. */
export function optionalLogprobs<S extends Step, C>(send: Send<S, C>): Send<S, C> {
  let areSupported = true;
  return async (client, step, signal) => {
    const without = { ...step, topLogprobs: 0 };
    if (step.topLogprobs === 0 || !areSupported) return send(client, without, signal);
    try {
      return await send(client, step, signal);
    } catch (error) {
      if (!(error instanceof EngineFailedError) || error.retryable) throw error;
      const completion = await send(client, without, signal);
      areSupported = false;
      return completion;
    }
  };
}
