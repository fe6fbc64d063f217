import type { Problem } from "../schemas/problem.ts";
import { CliError } from "./cli-error.ts";
import { plainText } from "./printing/plain-text.ts";

/** The service answered with a problem. */
export class ApiError extends CliError {
  override readonly name = "ApiError";
  readonly status: number;
  /** The problem's code, or null where the answer was not a problem document. */
  readonly code: string | null;
  readonly title: string;
  readonly detail: string | null;

  constructor(status: number, problem: Problem | null, request: string) {
    super(problem === null ? noProblem(status, request) : formatProblem(problem));
    this.status = status;
    this.code = problem?.code ?? null;
    this.title = problem?.title ?? this.message;
    this.detail = problem?.detail ?? null;
  }
}

/** Nobody answered, or not in time. */
export class UnreachableError extends CliError {
  override readonly name = "UnreachableError";
}

const HINTS: Readonly<Record<string, string>> = {
  unauthorized: "Set GAVEL_API_KEY, or give --key.",
  forbidden: "Use a key that has the scope; `gavel keys create --help` lists them.",
};

function formatProblem(problem: Problem): string {
  const lines = [
    `${problem.title} (${problem.code})${problem.detail === undefined ? "" : `: ${problem.detail}`}`,
  ];
  for (const { pointer, message } of problem.errors ?? []) lines.push(`  ${pointer || "/"} ${message}`);
  const hint = HINTS[problem.code];
  if (hint !== undefined) lines.push(`  ${hint}`);
  return plainText(lines.join("\n"));
}

function noProblem(status: number, request: string): string {
  return `${request} was answered with status ${status} and no explanation. Is GAVEL_URL the address of a Gavel service?`;
}
