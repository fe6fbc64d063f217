import { createMiddleware } from "hono/factory";
import type { OpenAiError } from "../../../schemas/moderations.ts";
import type { Problem } from "../../../schemas/problem.ts";
import type { AppEnv } from "../dependencies.ts";
import { PROBLEM_MEDIA_TYPE } from "../problem.ts";

/** Converts a problem to OpenAI's format. `param` is a path with dots, as OpenAI writes it: input.0.type */
export function toOpenAiError({ status, title, detail, code, errors }: Problem): OpenAiError {
  const fault = errors?.[0];
  return {
    error: {
      message: fault === undefined ? (detail ?? `${title}.`) : `${title}: ${fault.pointer} ${fault.message}.`,
      type: typeOf(status),
      param: fault === undefined ? null : fault.pointer.slice(1).replaceAll("/", ".") || null,
      code,
    },
  };
}

function typeOf(status: number): string {
  if (status === 401) return "authentication_error";
  if (status === 403) return "permission_error";
  return status >= 500 ? "server_error" : "invalid_request_error";
}

/** Converts the problems of a route to OpenAI's format. Status and other headers stay. */
export const openAiErrors = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  if (c.res.headers.get("Content-Type") !== PROBLEM_MEDIA_TYPE) return;
  const problem = (await c.res.json()) as Problem;
  const headers = new Headers(c.res.headers);
  headers.set("Content-Type", "application/json");
  // OpenAI's client retries after a 409 by default, but the service's conflicts are permanent.
  if (problem.status < 500) headers.set("X-Should-Retry", "false");
  c.res = new Response(JSON.stringify(toOpenAiError(problem)), { status: problem.status, headers });
});
