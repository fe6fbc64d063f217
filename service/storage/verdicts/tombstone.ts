import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { isCode } from "./verdict-codes.ts";

/** Properties of an erased verdict: its codes. Other properties of a policy's schema may quote content. */
const KEPT_PROPERTIES = ["violation", "policy_category", "rule_ids", "confidence"];

/** The verdict without its rationale and all other text. */
export function withoutWords(
  verdict: NonNullable<VerdictRecord["verdict"]>,
): NonNullable<VerdictRecord["verdict"]> {
  const kept = Object.entries(verdict).filter(
    ([property, value]) => KEPT_PROPERTIES.includes(property) && isCodes(value),
  );
  return { ...Object.fromEntries(kept), violation: verdict.violation, rationale: "" };
}

/** The model without the hash of its prompt. */
export function withoutPrompt(model: VerdictRecord["model"]): VerdictRecord["model"] {
  return model === null ? null : { ...model, prompt_hmac: null };
}

function isCodes(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isCodes);
  return typeof value === "string" ? isCode(value) : typeof value !== "object" || value === null;
}
