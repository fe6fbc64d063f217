import { RequestError } from "@hono/node-server";
import { HTTPException } from "hono/http-exception";
import { PolicyError, type PolicyErrorCode } from "../../policies/errors.ts";
import type { ErrorCode } from "../error-catalogue/catalogue.ts";
import { ServiceError } from "../errors.ts";

/** Converts an error of any layer to one for the client; null if it is unexpected. */
export function toServiceError(error: unknown): ServiceError | null {
  if (error instanceof ServiceError) return error;
  if (error instanceof PolicyError) return fromPolicyError(error);
  if (error instanceof HTTPException) return fromHttpException(error);
  // Thrown before there is a request, for an invalid Host field or request target.
  if (error instanceof RequestError) {
    return new ServiceError(
      "invalid_request",
      "The request target or Host field is not valid. Check the URL of the request.",
    );
  }
  return null;
}

const POLICY_CODES: Readonly<Partial<Record<PolicyErrorCode, ErrorCode>>> = {
  policy_too_large: "body_too_large",
  policy_not_utf8: "not_utf8",
};

function fromPolicyError(error: PolicyError): ServiceError {
  return new ServiceError(POLICY_CODES[error.code] ?? "invalid_policy", `${error.message}.`, {
    cause: error,
    faults: error.faults.map(({ pointer, message, line }) => ({
      pointer,
      message: line === undefined ? message : `line ${line}: ${message}`,
    })),
  });
}

/** Uses only the status of Hono's exceptions, since their messages may quote input. */
function fromHttpException(error: HTTPException): ServiceError | null {
  const code = HTTP_CODES[error.status];
  return code === undefined ? null : new ServiceError(code, "", { cause: error });
}

const HTTP_CODES: Readonly<Partial<Record<number, ErrorCode>>> = {
  400: "invalid_request",
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  405: "method_not_allowed",
  406: "not_acceptable",
  413: "body_too_large",
  415: "unsupported_media_type",
};
