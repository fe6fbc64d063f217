import type { Problem } from "./api.ts";

/** The service refused a request: an RFC 9457 problem, whose `code` says why. */
export class GavelError extends Error {
  override readonly name = "GavelError";
  readonly status: number;
  /** Stable, see the service's list of errors; null if the response is not from a Gavel service. */
  readonly code: string | null;
  readonly problem: Problem | null;
  /** The pause that the service requests before the next request; null if it requests none. */
  readonly retryAfterSeconds: number | null;
  /** Method and path. */
  readonly request: string;

  constructor(request: string, status: number, problem: Problem | null, retryAfterSeconds: number | null) {
    super(problem === null ? `HTTP ${status}` : [problem.title, problem.detail].filter(Boolean).join(": "));
    this.request = request;
    this.status = status;
    this.code = problem?.code ?? null;
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The service could not be reached, closed the connection, or did not respond in time. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
  /** The system's code, such as ECONNREFUSED. */
  readonly code: string | null;

  constructor(message: string, code: string | null, options: { readonly cause: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** Never throws: a response that is not a problem document becomes an error with its status alone. */
export async function errorFrom(request: string, response: Response): Promise<GavelError> {
  const body: unknown = await response.json().catch(() => null);
  const isProblem =
    response.headers.get("content-type")?.startsWith("application/problem+json") === true &&
    typeof body === "object" &&
    body !== null &&
    "code" in body &&
    typeof body.code === "string" &&
    "title" in body &&
    typeof body.title === "string";
  return new GavelError(
    request,
    response.status,
    isProblem ? (body as Problem) : null,
    retryAfter(response.headers.get("retry-after")),
  );
}

/** RFC 9110, section 10.2.3: seconds, or a date. */
function retryAfter(value: string | null): number | null {
  if (value === null) return null;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? null : Math.max(0, seconds);
}
