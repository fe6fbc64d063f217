import type { PolicyRef } from "./policy-ref.ts";
import type { Settings } from "./settings.ts";
import { GavelSignalError } from "./signal-error.ts";

/** How long the service may take to judge; the network may take five seconds more. */
const WAIT_SECONDS = 20;
const TIMEOUT_MS = (WAIT_SECONDS + 5) * 1000;

const MAX_EXTERNAL_ID_CHARACTERS = 256;

export interface Question {
  readonly text: string;
  readonly policy: PolicyRef;
  /** Coop's id of the content, by which the verdict can be found (GET /verdicts?external_id=). */
  readonly contentId: string | null;
}

export interface Judgement {
  readonly verdictId: string;
  /** The probability of a violation; 1 or 0, by the verdict, if the engine gives none. */
  readonly score: number;
}

/** Judges a text. Throws GavelSignalError unless it was judged: there is no score without a verdict. */
export async function judge({ baseUrl, apiKey }: Settings, question: Question): Promise<Judgement> {
  const response = await send(`${baseUrl}/classify`, {
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
  if (!response.ok) throw new GavelSignalError(`Gavel returned ${response.status}${codeOf(body)}`);
  return judgementOf(body);
}

function requestOf({ text, policy, contentId }: Question): object {
  return {
    content: text,
    policy_id: policy.id,
    ...(policy.version === null ? {} : { policy_version: policy.version }),
    ...(contentId === null ? {} : { external_id: contentId.slice(0, MAX_EXTERNAL_ID_CHARACTERS) }),
  };
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    const timedOut = error instanceof Error && error.name === "TimeoutError";
    throw new GavelSignalError(timedOut ? "Gavel did not respond in time" : "Gavel could not be reached");
  }
}

async function readObject(response: Response): Promise<Readonly<Record<string, unknown>>> {
  try {
    const body: unknown = await response.json();
    if (isObject(body)) return body;
  } catch {
    // Reported below, like JSON that is not an object.
  }
  throw new GavelSignalError(`Gavel returned ${response.status} and a body that is not a JSON object`);
}

/** Only a completed record says anything about the content. */
function judgementOf({ id, status, verdict, score }: Readonly<Record<string, unknown>>): Judgement {
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
