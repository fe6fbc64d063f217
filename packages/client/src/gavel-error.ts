import type { Schemas } from "./api.ts";

/** The service refused: RFC 9457 problem, whose `code` says why. */
export class GavelError extends Error {
  override readonly name = "GavelError";
  readonly status: number;
  /** Stable, see the service's list of errors; null where the answer came from something in between. */
  readonly code: string | null;
  readonly problem: Schemas["Problem"] | null;
  /** After how many seconds to ask again, where the service says so. */
  readonly retryAfterSeconds: number | null;

  constructor(status: number, problem: Schemas["Problem"] | null, retryAfterSeconds: number | null) {
    super(problem === null ? `HTTP ${status}` : [problem.title, problem.detail].filter(Boolean).join(": "));
    this.status = status;
    this.code = problem?.code ?? null;
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Throws nothing: an answer that is no problem becomes an error with the status only. */
export async function errorFrom(response: Response): Promise<GavelError> {
  const body: unknown = await response.json().catch(() => null);
  const isProblem =
    response.headers.get("content-type")?.startsWith("application/problem+json") === true &&
    typeof body === "object" &&
    body !== null &&
    typeof (body as { readonly code?: unknown }).code === "string";
  const seconds = Number.parseInt(response.headers.get("retry-after") ?? "", 10);
  return new GavelError(
    response.status,
    isProblem ? (body as Schemas["Problem"]) : null,
    Number.isNaN(seconds) ? null : seconds,
  );
}
