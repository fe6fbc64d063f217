import { MAX_RATIONALE_CHARACTERS } from "../schemas/verdict.ts";
import type { Category } from "../schemas/policy.ts";
import { compileCustomVerdictSchema } from "./custom-verdict-schema.ts";
import type { InferredCodes, JsonSchema, VerdictSchema } from "./policy.ts";
import { categoryOfRule } from "./rule-category.ts";

const MAX_CITED_RULES = 16;

export interface VerdictSchemaParts {
  readonly categories: readonly Category[];
  readonly rules: readonly string[];
  /** The policy's own schema, as its front matter gives it. */
  readonly outputSchema?: JsonSchema | undefined;
  /** Which codes were inferred; without it, none. */
  readonly inferred?: InferredCodes;
}

const DECLARED: InferredCodes = { categories: false, rules: false };

/**
 * The verdict schema of a policy: its own, or the default verdict narrowed to its codes. The properties
 * are in the order in which they are decoded: the decision first, then its reasons.
 *
 * Declared codes are enforced: a violation cites a violating category and its rules, anything else an allowed
 * one. Codes that were inferred from the text are a guess, so any of them or none is valid with either
 * decision; `codesAgree` compares them afterwards.
 *
 * Throws PolicyError output_schema_invalid.
 */
export function compileVerdictSchema({
  categories,
  rules,
  outputSchema,
  inferred = DECLARED,
}: VerdictSchemaParts): VerdictSchema {
  if (outputSchema) return compileCustomVerdictSchema(outputSchema);
  const codes = categories.map(({ code }) => code);
  const allowed = categories.filter(({ violation }) => violation === 0).map(({ code }) => code);
  const violating = codes.filter((code) => !allowed.includes(code));
  const ofAllowed = rules.filter((rule) => allowed.includes(categoryOfRule(rule, codes) ?? ""));
  const ofViolating = rules.filter((rule) => !ofAllowed.includes(rule));
  const anyCategory = oneOfCodes([...codes, null]);
  const anyRule = inferred.categories || inferred.rules ? arrayOf(rules) : null;
  return {
    custom: false,
    shown: shown(codes, rules),
    strict: {
      anyOf: [
        closedObject(0, {
          category: inferred.categories ? anyCategory : oneOfCodes([...allowed, null]),
          rules: anyRule ?? arrayOf(ofAllowed),
        }),
        closedObject(1, {
          category: inferred.categories ? anyCategory : oneOfCodes(violating.length > 0 ? violating : [null]),
          rules: anyRule ?? arrayOf(ofViolating),
        }),
      ],
    },
  };
}

function closedObject(violation: 0 | 1, parts: { category: JsonSchema; rules: JsonSchema }): JsonSchema {
  return verdictObject({
    violation: { const: violation },
    policy_category: parts.category,
    rule_ids: parts.rules,
    confidence: CONFIDENCE,
    rationale: RATIONALE,
  });
}

function shown(codes: readonly string[], rules: readonly string[]): JsonSchema {
  return verdictObject({
    violation: { enum: [0, 1], description: "1: the content violates the policy. 0: it does not." },
    policy_category: {
      ...oneOfCodes([...codes, null]),
      description: "Code of the category that decides; null if there is none.",
    },
    rule_ids: { ...arrayOf(rules), description: "Codes of the rules that the content matches." },
    confidence: CONFIDENCE,
    rationale: { ...RATIONALE, description: "One or two sentences that name the rules matched." },
  });
}

const CONFIDENCE = { enum: ["low", "medium", "high"] } as const;
const RATIONALE = { type: "string", minLength: 1, maxLength: MAX_RATIONALE_CHARACTERS } as const;

function verdictObject(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: "object", additionalProperties: false, required: Object.keys(properties), properties };
}

function oneOfCodes(codes: readonly (string | null)[]): JsonSchema {
  return codes.length === 1 && codes[0] === null ? { type: "null" } : { enum: codes };
}

function arrayOf(rules: readonly string[]): JsonSchema {
  if (rules.length === 0) return { type: "array", items: { type: "string" }, maxItems: 0 };
  return {
    type: "array",
    items: { enum: rules },
    maxItems: Math.min(rules.length, MAX_CITED_RULES),
    uniqueItems: true,
  };
}
