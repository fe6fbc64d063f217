import { parsePolicy } from "../../../policies/parse-policy.ts";
import type { ParsedPolicy } from "../../../policies/policy.ts";
import { compileValidator } from "../../../schemas/validate.ts";

/** The expected result of a case, in any spelling. */
export interface RightValues {
  /** Codes that must be found. */
  readonly codes?: readonly string[];
  /** Of these, the ones that are read as allowed content; no other is. */
  readonly allowed?: readonly string[];
  /** Codes that must not be found. */
  readonly never?: readonly string[];
  /** Rules of the findings that the author must get. */
  readonly findings?: readonly string[];
  /** Pointer of the fault that the document is refused for. */
  readonly refused?: string;
}

/** Small policies of kinds that were misread in practice, by name; the files of a case folder have the same names. */
export const CASES: Readonly<Record<string, RightValues & { readonly text: string }>> = {
  "acceptable-use-title": {
    text: "# Acceptable Use Policy\n\n- A1: Port scans\n- A2: Crypto mining\n",
    codes: ["A1", "A2"],
  },
  "isnt-allowed": {
    text: "# House rules\n\n## What isn’t allowed\n\n- A1: Insults\n- A2: Spam\n",
    codes: ["A1", "A2"],
  },
  "bold-pseudo-heading": {
    text: "## Allowed content\n- A0: Reviews\n\n**Never allowed**\n\n- A1: Fake reviews\n- A2: Paid reviews\n",
    codes: ["A0", "A1", "A2"],
    allowed: ["A0"],
  },
  "table-exceptions": {
    text: "| Code | What | Unless |\n|---|---|---|\n| A1 | Weapons | Museum pieces are allowed |\n| A2 | Knives | safe |\n",
    codes: ["A1", "A2"],
  },
  "safe-examples": {
    text: "## A1 Threats\n\n### Safe\nQuotes.\n\n## A2 Slurs\n\n### Acceptable\nReclaimed.\n",
    codes: ["A1", "A2"],
  },
  "minors-safe-sibling": {
    text: "### IN (Insults) - SAFE\n- Teasing.\n\n### K3 (Children) - VIOLATES\n- x\n\n### K3 (Children) - SAFE\n- y\n\n### W2 (Wounds) - VIOLATES\n- z\n",
    codes: ["K3", "W2"],
  },
  "partial-codes": {
    text: "- H: Hate\n- S: Sexual\n- SH: Self-harm\n- S3: Sexual, minors\n",
    codes: ["H", "S", "SH", "S3"],
  },
  keycap: {
    text: "✅ A0 – Fine\n🚫 A1 – Insults\n1️⃣ A2 – Spam\n",
    codes: ["A0", "A1", "A2"],
    allowed: ["A0"],
  },
  "code-paren-dash": {
    text: "✅ SC0 (VALID) - Non-Violating\nAdvice.\n\n🚫 SC2 (INVALID) - Likely Violation\nLures.\n\n❗ SC3 (INVALID) - High-Risk\nTheft.\n\nINVALID = Violating (SC2-SC3)\n",
    codes: ["SC0", "SC2", "SC3"],
    allowed: ["SC0"],
  },
  "html-comment": {
    text: "# Rules\n<!--\n- A9: gone\n-->\n- A1: Insults\n- A2: Spam\n",
    codes: ["A1", "A2"],
    never: ["A9"],
    findings: ["comment-found", "codes-inferred"],
  },
  "pasted-from-word-processor": {
    text:
      "\uFEFFMarketplace rules – v2 FINAL\r\n\r\n1. Rules\r\n\r\nCode\tWhat\tAction\r\nMK1\tFake goods\tBAN 🚫\r\nMK2\tNo returns, generally\tWarn\r\n" +
      "MK3\tStolen goods\tESCALATE (P0)\r\n\r\n| Severity | Meaning | SLA |\r\n|---|---|---|\r\n| P0 | life | 15 min |\r\n| P1 | money | 4 h |\r\n\r\n" +
      "2. What’s allowed ✅\r\n– Used goods\r\n\r\n3. Edge\r\n3.1 Ads   ->  usually MK2, see R4???  TODO ask legal\r\n\r\nPlease answer only with VALID or INVALID and the code.\r\n",
    codes: ["MK1", "MK2", "MK3"],
    never: ["P0", "P1", "R4"],
    findings: ["output-format-requested", "hedge", "codes-inferred", "unfinished", "severity-not-category"],
  },
  "schema-empty-enum": {
    text: withProperty('"e": {"enum": []}', "e"),
    refused: "/output_schema/properties/e/enum",
  },
  "schema-minitems-gt-max": {
    text: withProperty(
      '"a": {"type": "array", "items": {"type": "string"}, "minItems": 3, "maxItems": 2}',
      "a",
    ),
    refused: "/output_schema/properties/a/minItems",
  },
  "schema-prefix-items": {
    text: withProperty(
      '"t": {"type": "array", "prefixItems": [{"enum": ["x"]}, {"type": "integer", "minimum": 0, "maximum": 9}], "items": false}',
      "t",
    ),
  },
  "schema-required-unknown": {
    text: withProperty('"e": {"type": "null"}', "ghost"),
    refused: "/output_schema/required/2",
  },
  "schema-type-enum-clash": {
    text: withProperty('"e": {"type": "string", "enum": [1, 2]}', "e"),
    refused: "/output_schema/properties/e/enum",
  },
};

/** The expected values, from the README, of files with the same names and other words. */
export const RIGHT_OF_FILES: Readonly<Record<string, RightValues>> = {
  "acceptable-use-title": { codes: ["V1", "V2", "V3"] },
  "isnt-allowed": { codes: ["V1", "V2"] },
  "bold-pseudo-heading": { codes: ["V0", "V1", "V2"], allowed: ["V0"] },
  "table-exceptions": { codes: ["V1", "V2", "V3"] },
  "safe-examples": { codes: ["V1", "V2", "V3"] },
  "minors-safe-sibling": { codes: ["M3", "G2"] },
  "partial-codes": { codes: ["H", "V", "HR", "V2"] },
  keycap: { codes: ["V0", "V1", "V2"], allowed: ["V0"] },
  "code-paren-dash": { codes: ["FD0", "FD2", "FD3"], allowed: ["FD0"] },
  "html-comment": { codes: ["V1", "V2"], never: ["V9"] },
  "pasted-from-word-processor": {
    codes: ["DC1", "DC2", "DC3", "DC4"],
    never: ["P0", "P1", "R4"],
    findings: ["output-format-requested", "hedge", "codes-inferred", "unfinished"],
  },
  "schema-empty-enum": { refused: "/output_schema/properties/e/enum" },
  "schema-minitems-gt-max": { refused: "/output_schema/properties/a/minItems" },
  "schema-required-unknown": { refused: "/output_schema/required/2" },
  "schema-type-enum-clash": { refused: "/output_schema/properties/e/enum" },
};

function withProperty(property: string, required: string): string {
  return (
    `---\noutput_schema: {"type": "object", "additionalProperties": false, "required": ["violation", "rationale", "${required}"], ` +
    `"properties": {"violation": {"enum": [0, 1]}, ${property}, "rationale": {"type": "string", "maxLength": 40}}}\n---\nFlag insults.\n`
  );
}

/** Whether the grammar and the check afterwards accept this verdict. */
export function accepts(
  policy: ParsedPolicy,
  violation: 0 | 1,
  category: string | null,
  rules: string[] = [],
): boolean {
  const verdict = {
    violation,
    policy_category: category,
    rule_ids: rules,
    confidence: "low",
    rationale: "x",
  };
  return compileValidator(policy.verdictSchema.strict)(verdict).ok;
}

export function parseText(text: string): ParsedPolicy {
  return parsePolicy(new TextEncoder().encode(text));
}
