import type { Category, PolicyFrontMatter } from "../schemas/policy.ts";

export type JsonSchema = { readonly [keyword: string]: unknown };

/**
 * A parsed policy document. `sha256` identifies its exact bytes; everything else is derived from them.
 */
export interface ParsedPolicy {
  /** The document as uploaded, decoded from UTF-8, unchanged. */
  readonly source: string;
  /** sha256, lower-case hex, over the uploaded bytes. */
  readonly sha256: string;
  /** What the model reads: the document without byte order mark and front matter, otherwise verbatim. */
  readonly instructions: string;
  /** Lines of the document before the instructions. */
  readonly linesBefore: number;
  readonly frontMatter: PolicyFrontMatter;
  /** The title of the front matter, or the first heading, or a short first line, or null. */
  readonly title: string | null;
  /** Declared in the front matter, else found in the text. */
  readonly categories: readonly Category[];
  /** Declared in the front matter, else found in the text. */
  readonly rules: readonly string[];
  readonly inferred: InferredCodes;
  readonly verdictSchema: VerdictSchema;
}

/** True for what was found in the text and not declared. It is offered to the model and never enforced. */
export interface InferredCodes {
  readonly categories: boolean;
  readonly rules: boolean;
}

/** The schema of a policy's verdicts, twice: as the prompt shows it, and as it is enforced. */
export interface VerdictSchema {
  /** Short, for the prompt. Everything that `strict` accepts is valid against it. */
  readonly shown: JsonSchema;
  /** What decoding and validation enforce, with the dependence of category and rules on violation. */
  readonly strict: JsonSchema;
  /** True if the policy has its own schema. */
  readonly custom: boolean;
}
