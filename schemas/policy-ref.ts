import { policyIdSchema, policyVersionSchema } from "./common.ts";

/** A reference to a policy: `spam`, or `spam@3` for one version. */
export interface PolicyRef {
  readonly id: string;
  /** Null: the active version. */
  readonly version: number | null;
}

const POLICY_ID = new RegExp(policyIdSchema.pattern, "u");
const VERSION = /^[1-9]\d{0,9}$/;

/** Parses a reference to a policy. Returns null if it is malformed. */
export function parsePolicyRef(text: string): PolicyRef | null {
  const [id = "", version, ...rest] = text.split("@");
  if (!POLICY_ID.test(id) || rest.length > 0) return null;
  if (version === undefined) return { id, version: null };
  const number = VERSION.test(version) ? Number(version) : Number.NaN;
  return number <= policyVersionSchema.maximum ? { id, version: number } : null;
}
