import type { PolicyRef } from "./policy-ref.ts";
import type { Settings } from "./settings.ts";
import { GavelSignalError } from "./signal-error.ts";

/** How long the service may take to judge, and what the way there and back may take on top. */
const WAIT_SECONDS = 20;
const TIMEOUT_MS = (WAIT_SECONDS + 5) * 1000;

const MAX_EXTERNAL_ID_CHARACTERS = 256;

export interface Question {
  readonly text: string;
  readonly policy: PolicyRef;
  /** Coop's id of the content: the verdict can be found by it (GET /verdicts?external_id=). */
  readonly contentId: string | null;
}

export interface Answer {
  readonly verdictId: string;
  /** The probability of violation; where the engine gives none, 1 or 0 by the verdict. */
  readonly score: number;
}

/** Asks the service. Throws GavelSignalError unless the text was judged: there is no score without a verdict. */
export async function judge({ baseUrl, apiKey }: Settings, question: Question): Promise<Answer> {
  const response = await ask(`${baseUrl}/classify`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${apiKey}`,
      "Content-Type": "application/json",
      Prefer: `wait=${WAIT_SECONDS}`,
    },
    body: JSON.stringify(requestOf(question)),
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const body = await readObject(response);
  if (!response.ok) throw new GavelSignalError(`Gavel answered ${response.status}${codeOf(body)}`);
  return answerOf(body);
}

function requestOf({ text, policy, contentId }: Question): object {
  return {
    content: text,
    policy_id: policy.id,
    ...(policy.version === null ? {} : { policy_version: policy.version }),
    ...(contentId === null ? {} : { external_id: contentId.slice(0, MAX_EXTERNAL_ID_CHARACTERS) }),
  };
}

async function ask(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    const timedOut = error instanceof Error && error.name === "TimeoutError";
    throw new GavelSignalError(timedOut ? "Gavel did not answer in time" : "Gavel could not be reached");
  }
}

async function readObject(response: Response): Promise<Readonly<Record<string, unknown>>> {
  try {
    const body: unknown = await response.json();
    if (isObject(body)) return body;
  } catch {
    // Told below: whatever it was, it was not an answer of the service.
  }
  throw new GavelSignalError(`Gavel answered ${response.status} with something that is not JSON`);
}

/** Only a completed record says anything about the content. */
function answerOf({ id, status, verdict, score }: Readonly<Record<string, unknown>>): Answer {
  if (status !== "completed" || !isObject(verdict) || typeof id !== "string") {
    throw new GavelSignalError(
      `The content was not judged: ${typeof status === "string" ? status : "no record"}`,
    );
  }
  const { violation } = verdict;
  if (violation !== 0 && violation !== 1) throw new GavelSignalError("The record has no verdict");
  return { verdictId: id, score: isProbability(score) ? score : violation };
}

function codeOf({ code }: Readonly<Record<string, unknown>>): string {
  return typeof code === "string" && /^[a-z_]{1,64}$/.test(code) ? ` ${code}` : "";
}

function isProbability(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= 1;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
