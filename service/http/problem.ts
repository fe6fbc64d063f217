import type { Problem } from "../../schemas/problem.ts";
import { ERROR_CATALOGUE, type ErrorCode } from "../error-catalogue/catalogue.ts";
import { toServiceError } from "./to-service-error.ts";

export const PROBLEM_MEDIA_TYPE = "application/problem+json";

/** An RFC 9457 problem with the headers of its response. */
export interface ProblemReply {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the error was expected. Unexpected ones have to be logged. */
  readonly expected: boolean;
}

/**
 * Converts any error to a problem. `type` is relative to the service: the section of the code in /docs. The problem of
 * an unexpected error contains no details.
 */
export function toProblem(error: unknown, requestId: string | null): ProblemReply {
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

/** Returns the response of a problem. */
export function problemResponse(
  reply: ProblemReply,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify(reply.problem), {
    status: reply.problem.status,
    headers: { "Content-Type": PROBLEM_MEDIA_TYPE, ...reply.headers, ...headers },
  });
}
