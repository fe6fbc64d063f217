import type { Engine, GenerateResult, ReasoningEffort, Usage } from "../../engine/engine.ts";
import { parseUniqueJson } from "../../engine/grammar/parse-unique-json.ts";
import { countControlTokenSpellings } from "../../engine/harmony/control-tokens.ts";
import { citationsKnown, codesAgree } from "../../policies/citations.ts";
import { reviewNeed } from "../../policies/review-need.ts";
import type { Content } from "../../schemas/content.ts";
import type { Verdict } from "../../schemas/verdict.ts";
import { UNKNOWN_PROPERTY, type Validation } from "../../schemas/validate.ts";
import type { Config } from "../config/config.ts";
import { ServiceError } from "../errors.ts";
import type { Completion } from "./verdict-store.ts";
import { sanitizeText, sanitizeValue } from "./sanitize-output.ts";
import type { PreparedPolicy } from "./prepared-policies.ts";

const LABEL = { property: "violation", values: [0, 1] } as const;

/**
 * The result of judging. The unkeyed hash of the prompt must not be stored: guesses of the content could be tested
 * against it.
 */
export interface Judgement extends Omit<Completion, "model"> {
  readonly model: Omit<Completion["model"], "prompt_hmac">;
  readonly promptSha256: string;
}

/**
 * Judges content under a prepared policy.
 *
 * Throws EngineError, or ServiceError output_invalid if the output does not satisfy the policy's schema after one
 * repair. There is no default verdict.
 */
export async function judge(
  engine: Engine,
  settings: Pick<Config["engine"], "maxReasoningTokens" | "seed">,
  { policy, template, validate }: PreparedPolicy,
  content: Content,
  reasoningEffort: ReasoningEffort,
  signal: AbortSignal,
): Promise<Judgement> {
  const started = performance.now();
  const prompt = await template.renderInSlices(content);
  const request = {
    prompt,
    outputSchema: policy.verdictSchema.strict,
    maxReasoningTokens: settings.maxReasoningTokens[reasoningEffort],
    seed: settings.seed,
    label: LABEL,
  };

  const first = await engine.generate(request, { signal });
  const results: GenerateResult[] = [first];
  let validation = parseVerdict(first.final, validate);
  if (!validation.ok) {
    const repair = { reasoning: first.reasoning, final: first.final, problem: describe(validation) };
    const second = await engine.generate({ ...request, repair }, { signal });
    results.push(second);
    validation = parseVerdict(second.final, validate);
  }
  if (!validation.ok) {
    throw new ServiceError("output_invalid", `Invalid after one repair: ${describe(validation)}`);
  }

  const verdict = validation.value;
  const last = results.at(-1) ?? first;
  const info = engine.info();
  const score = violationProbability(last.labelLogprobs);
  const checks = {
    citations_known: citationsKnown(policy, verdict),
    codes_agree: codesAgree(policy, verdict),
    injection_markers: injectionMarkers(content),
  };
  return {
    verdict,
    reasoning: sanitizeText(last.reasoning),
    score,
    checks,
    reviewNeed: reviewNeed(policy.frontMatter.review, { verdict, score, checks }),
    model: {
      name: info.model,
      weights_sha256: info.weightsSha256,
      engine: info.engine,
      engine_version: info.engineVersion,
      reasoning_effort: reasoningEffort,
      max_reasoning_tokens: request.maxReasoningTokens,
      seed: settings.seed,
      warning: info.warning,
    },
    promptSha256: prompt.sha256,
    usage: usageOf(results.map(({ usage }) => usage)),
    engineMs: Math.round(performance.now() - started),
    generations: results.length,
  };
}

function parseVerdict(final: string, validate: PreparedPolicy["validate"]): Validation<Verdict> {
  let value: unknown;
  try {
    value = parseUniqueJson(final);
  } catch (error) {
    return { ok: false, faults: [{ pointer: "", message: (error as SyntaxError).message }] };
  }
  return validate(citedOnce(sanitizeValue(value)));
}

/** Removes duplicate citations: no engine's grammar supports `uniqueItems`. */
function citedOnce(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("rule_ids" in value)) return value;
  return Array.isArray(value.rule_ids) ? { ...value, rule_ids: [...new Set(value.rule_ids)] } : value;
}

/**
 * Describes faults by pointers into the policy's schema and Ajv's messages, without any part of the output. The name of
 * an unknown property is the model's, so only its parent is named. The text is part of the prompt of the repair.
 */
function describe(validation: Validation<Verdict> & { readonly ok: false }): string {
  const faults = validation.faults.map(({ pointer, message }) =>
    message === UNKNOWN_PROPERTY
      ? { pointer: pointer.slice(0, pointer.lastIndexOf("/")), message: "has an unknown property" }
      : { pointer, message },
  );
  return faults
    .map(({ pointer, message }) => `${pointer === "" ? "the answer" : pointer} ${message}`)
    .join("; ");
}

/** The probability of the violating label: softmax over the log-probabilities of the two labels. */
function violationProbability(logprobs: GenerateResult["labelLogprobs"]): number | null {
  const [safe, violating] = [logprobs?.["0"], logprobs?.["1"]];
  if (safe === undefined || violating === undefined) return null;
  const score = 1 / (1 + Math.exp(safe - violating));
  return Number.isFinite(score) ? score : null;
}

function injectionMarkers(content: Content): number {
  const texts =
    typeof content === "string" ? [content] : content.messages.flatMap((m) => [m.role, m.content]);
  return texts.reduce((sum, text) => sum + countControlTokenSpellings(text), 0);
}

function usageOf(usages: readonly Usage[]): Completion["usage"] {
  const sum = (key: keyof Usage): number => usages.reduce((total, usage) => total + usage[key], 0);
  return {
    prompt_tokens: sum("promptTokens"),
    cached_tokens: sum("cachedTokens"),
    reasoning_tokens: sum("reasoningTokens"),
    completion_tokens: sum("completionTokens"),
  };
}
