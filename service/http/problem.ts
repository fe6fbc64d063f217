import type { Problem } from "../../schemas/problem.ts";
import { ERROR_CATALOGUE, type ErrorCode } from "../error-catalogue/catalogue.ts";
import { toServiceError } from "./to-service-error.ts";

export const PROBLEM_MEDIA_TYPE = "application/problem+json";

/** An error as it is answered: an RFC 9457 problem, and the headers that go with it. */
export interface ProblemAnswer {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
  /** True where the error was foreseen. Anything else has to be logged. */
  readonly expected: boolean;
}

/**
 * The one place where an error becomes a problem. `type` is a reference relative to the service: the code's
 * section in its own /docs. An error that was not foreseen tells nothing of itself.
 */
export function toProblem(error: unknown, requestId: string | null): ProblemAnswer {
  const known = toServiceError(error);
  const code: ErrorCode = known?.code ?? "internal_error";
  const { status, title } = ERROR_CATALOGUE[code];
  return {
    problem: {
      type: `/docs#error-${code}`,
      title,
      status,
      code,
      ...(known !== null && known.message !== "" ? { detail: known.message } : {}),
      ...(requestId === null ? {} : { request_id: requestId }),
      ...(known !== null && known.faults.length > 0
        ? { errors: known.faults.map(({ pointer, message }) => ({ pointer, message })) }
        : {}),
    },
    headers:
      known?.retryAfterSeconds == null
        ? {}
        : { "Retry-After": String(Math.max(1, Math.ceil(known.retryAfterSeconds))) },
    expected: known !== null,
  };
}

/** The answer to a request that ended in `error`. */
export function problemResponse(
  answer: ProblemAnswer,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify(answer.problem), {
    status: answer.problem.status,
    headers: { "Content-Type": PROBLEM_MEDIA_TYPE, ...answer.headers, ...headers },
  });
}
