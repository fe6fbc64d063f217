import { EngineFailedError } from "../errors.ts";
import type { HttpClient } from "./http-client.ts";
import type { Step } from "./server-adapter.ts";

type Ask<S extends Step, C> = (client: HttpClient, step: S, signal: AbortSignal) => Promise<C>;

/** `ask` for servers of which some refuse a request for log-probabilities (Groq, with 400): each learns it once. */
export function optionalLogprobs<S extends Step, C>(ask: Ask<S, C>): Ask<S, C> {
  let areGiven = true;
  return async (client, step, signal) => {
    const without = { ...step, topLogprobs: 0 };
    if (step.topLogprobs === 0 || !areGiven) return ask(client, without, signal);
    try {
      return await ask(client, step, signal);
    } catch (error) {
      if (!(error instanceof EngineFailedError) || error.retryable) throw error;
      const answer = await ask(client, without, signal);
      areGiven = false;
      return answer;
    }
  };
}
