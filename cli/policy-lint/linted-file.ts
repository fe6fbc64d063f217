import type { PolicyLint } from "../../packages/client/src/client.ts";

export type Linter = (bytes: Uint8Array) => Promise<PolicyLint>;

/** A document as the command line names it, and what was found in it. */
export interface LintedFile {
  readonly file: string;
  readonly lint: PolicyLint;
}
