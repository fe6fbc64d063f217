import { ConnectionError, GavelError, type Problem } from "../packages/client/src/client.ts";
import { plainText } from "./printing/plain-text.ts";

const HINTS: Readonly<Record<string, string>> = {
  unauthorized: "Set GAVEL_API_KEY, or give --key.",
  forbidden: "Use a key that has the scope; `gavel keys create --help` lists them.",
};

/** The message of an error of the client for the user; null for any other error. */
export function serviceErrorMessage(error: unknown): string | null {
  if (error instanceof ConnectionError) {
    const hint =
      error.code === "ECONNREFUSED"
        ? " Is the service running there? To use another address, set GAVEL_URL or give --url."
        : "";
    return plainText(`${error.message}.${hint}`);
  }
  if (!(error instanceof GavelError)) return null;
  const { problem, request, status } = error;
  return problem === null
    ? `${request} returned status ${status} without an explanation. Is GAVEL_URL the address of a Gavel service?`
    : formatProblem(problem);
}

function formatProblem({ code, title, detail, errors = [] }: Problem): string {
  const lines = [
    `${title} (${code})${detail === undefined ? "" : `: ${detail}`}`,
    ...errors.map(({ pointer, message }) => `  ${pointer || "/"} ${message}`),
  ];
  const hint = HINTS[code];
  if (hint !== undefined) lines.push(`  ${hint}`);
  return plainText(lines.join("\n"));
}
