import { ConnectionError, GavelError } from "../../../../packages/client/src/client.ts";

/** What happened and what to do, in the service's own words if it sent a problem. */
export function explainError(error: unknown): string {
  if (error instanceof ConnectionError) return "The service cannot be reached. Try again in a moment.";
  if (!(error instanceof GavelError)) return "It failed for an unknown reason. Try again.";
  const title = error.problem?.title ?? error.message;
  const detail = error.problem?.detail ?? "";
  return detail === "" ? `${title}.` : `${title}. ${detail}`;
}
