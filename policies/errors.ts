/** Why a policy document was refused. Only a change of the document helps; a retry does not. */
export type PolicyErrorCode =
  | "policy_too_large"
  | "policy_not_utf8"
  | "policy_not_text"
  | "policy_empty"
  | "policy_too_long"
  | "front_matter_invalid"
  | "output_schema_invalid";

/** One thing wrong in a policy document. */
export interface PolicyFault {
  /** RFC 6901 JSON Pointer into the front matter; empty for the document as a whole. */
  readonly pointer: string;
  /** Says what is wrong and quotes nothing of the policy. */
  readonly message: string;
  /** Line of the document, counted from 1, if it is known. */
  readonly line?: number;
}

/** A policy document that cannot become a version. Neither `message` nor the faults contain policy text. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
  readonly code: PolicyErrorCode;
  readonly faults: readonly PolicyFault[];

  constructor(
    code: PolicyErrorCode,
    message: string,
    faults: readonly PolicyFault[],
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.faults = faults;
  }
}
