/**
 * What grammar-constrained decoding costs on one core, with o200k_harmony and the default verdict:
 * `npx tsx tests/benchmarks/grammar.bench.ts`. Medians of fresh runs, after one run to warm the compiler.
 */
import { compileGrammar, maxOutputTokens } from "../../engine/grammar/compile-grammar.ts";
import type { CompiledGrammar } from "../../engine/grammar/compile-grammar.ts";
import { GrammarMatcher } from "../../engine/grammar/grammar-matcher.ts";
import { printJson } from "../../engine/grammar/json-style.ts";
import type { Vocabulary } from "../../engine/grammar/vocabulary.ts";
import { encodeOrdinary } from "../../engine/harmony/tokenizer.ts";
import { realVocabulary } from "../unit/engine/grammar/real-vocabulary.ts";
import { VERDICT_SCHEMA } from "../unit/engine/grammar/verdict-schema.ts";

const RUNS = 5;
const ANSWER = printJson({
  violation: 1,
  policy_category: "SP2",
  rule_ids: ["SP2.a", "SP0.b"],
  confidence: "high",
  rationale:
    'Cold promotion of a course: “buy now”, \\ and "more" 漢字 😀, the same message to many.\n'.repeat(6),
});

interface Times {
  readonly masks: number[];
  readonly maskAndAccept: number[];
  readonly forced: number[];
}

/** Microseconds for each token of the answer. */
function decode(grammar: CompiledGrammar, ids: readonly number[]): Times {
  const matcher = new GrammarMatcher(grammar);
  const mask = new Int32Array(grammar.vocabulary.words);
  const times: Times = { masks: [], maskAndAccept: [], forced: [] };
  for (const id of ids) {
    const start = performance.now();
    matcher.fillNextTokenBitmask(mask);
    const filled = performance.now();
    if (!matcher.acceptToken(id)) {
      throw new Error("The answer is not in the grammar.");
    }
    const accepted = performance.now();
    matcher.forcedTokens();
    const end = performance.now();
    times.masks.push(1000 * (filled - start));
    times.maskAndAccept.push(1000 * (accepted - start));
    times.forced.push(1000 * (end - accepted));
  }
  return times;
}

function timed<T>(work: () => T): { readonly result: T; readonly ms: number } {
  const start = performance.now();
  const result = work();
  return { result, ms: performance.now() - start };
}

function at(values: readonly number[], quantile: number): string {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(quantile * sorted.length))]!.toFixed(1);
}

const ids = encodeOrdinary(ANSWER);
const vocabularies = Array.from({ length: RUNS }, () => timed(realVocabulary));
const vocabulary: Vocabulary = vocabularies[0]!.result;
decode(compileGrammar(VERDICT_SCHEMA, vocabulary), ids);

const compiled = Array.from({ length: RUNS }, () => timed(() => compileGrammar(VERDICT_SCHEMA, vocabulary)));
const cold = compiled.map(({ result }) => decode(result, ids));
const warm = compiled.map(({ result }) => decode(result, ids));
const all = (times: readonly Times[], name: keyof Times): number[] => times.flatMap((each) => each[name]);

console.log(
  `vocabulary, token bytes included, ms: first ${vocabularies[0]!.ms.toFixed(0)}, median ${at(
    vocabularies.map(({ ms }) => ms),
    0.5,
  )}`,
);
console.log(
  `compile, ms: median ${at(
    compiled.map(({ ms }) => ms),
    0.5,
  )}; maxOutputTokens ${maxOutputTokens(compiled[0]!.result)}`,
);
console.log(`answer of ${ids.length} tokens, microseconds a token:`);
for (const [name, times] of Object.entries({ cold, warm })) {
  for (const what of ["masks", "maskAndAccept", "forced"] as const) {
    const values = all(times, what);
    console.log(
      `  ${name} ${what}: median ${at(values, 0.5)}, p95 ${at(values, 0.95)}, max ${at(values, 1)}`,
    );
  }
}
