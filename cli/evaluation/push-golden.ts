import { existsSync } from "node:fs";
import { basename, extname } from "node:path";
import type { GavelClient, GoldenSetImport } from "../../packages/client/src/client.ts";
import { parsePolicyRef } from "../../schemas/policy-ref.ts";
import { UsageError } from "../cli-error.ts";
import type { CliIo } from "../cli-io.ts";
import type { OptionSpecs } from "../command.ts";
import { readText } from "../input/read-text.ts";
import { oneLine } from "../printing/plain-text.ts";

const UPLOAD_TIMEOUT_MS = 600_000;
const SKIPPED_SHOWN = 10;

/** How the labels of a file are read. */
export const LABEL_OPTIONS = {
  label: {
    type: "string",
    value: "NAME",
    description: "the label to read, if the file has several: a column, a category or a guardrail",
  },
  violations: {
    type: "string",
    value: "LABELS",
    description:
      "the labels that mean a violation, separated by commas; every other label then means no violation",
  },
} as const satisfies OptionSpecs;

export interface LabelOptions {
  readonly label?: string;
  readonly violations?: string;
  /** Whose categories the labels name. */
  readonly policyId?: string;
}

/** Uploads a file as a version of a golden set. Prints what was skipped to stderr. */
export async function pushGolden(
  client: GavelClient,
  name: string,
  file: string,
  { label, violations, policyId }: LabelOptions,
  io: CliIo,
): Promise<GoldenSetImport> {
  const { data } = await client.call("putGoldenSet", {
    path: { golden_set: name },
    query: { label, violations, policy_id: policyId },
    headers: { "Content-Type": "text/plain" },
    body: await readText(file, io),
    timeoutMs: UPLOAD_TIMEOUT_MS,
  });
  printSkipped(data.skipped, io);
  return data;
}

function printSkipped({ total, records }: GoldenSetImport["skipped"], io: CliIo): void {
  if (total === 0) return;
  io.err(`Skipped ${total} record${total === 1 ? "" : "s"}:\n`);
  for (const { line, reason } of records.slice(0, SKIPPED_SHOWN)) {
    io.err(`  ${line === null ? "" : `line ${line}: `}${oneLine(reason, 120)}\n`);
  }
  const more = total - Math.min(SKIPPED_SHOWN, records.length);
  if (more > 0) io.err(`  and ${more} more\n`);
}

/** `spam-cases` or `spam-cases@3`. Throws UsageError. */
export function goldenRefArgument(text: string): { readonly name: string; readonly version: number | null } {
  const ref = parsePolicyRef(text);
  if (ref !== null) return { name: ref.id, version: ref.version };
  throw new UsageError(
    `"${oneLine(text, 60)}" is neither a file nor the name of a golden set, such as spam-cases or spam-cases@3`,
  );
}

/** Whether an argument that may be a file or a name is a file. */
export function isFile(argument: string): boolean {
  return argument === "-" || existsSync(argument);
}

/**
 * The name of a policy or golden set, derived from a file's name: `Spam cases.csv` is `spam-cases`. Throws UsageError.
 */
export function nameOfFile(file: string): string {
  const stem = basename(file, extname(file)).toLowerCase();
  const name = stem
    .replaceAll(/[^a-z0-9._-]+/g, "-")
    .replace(/^[._-]+/, "")
    .slice(0, 64);
  if (name === "") {
    throw new UsageError(
      "no name can be derived from the file's name: rename the file, or name the policy with --as",
    );
  }
  return name;
}
