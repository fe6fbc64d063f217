import { undecodablePart } from "../../engine/grammar/compile-grammar.ts";
import { encodeOrdinary } from "../../engine/harmony/tokenizer.ts";
import { lintDocument } from "../../policies/lint/lint-policy.ts";
import { assertVerdictsDecodable } from "../../policies/verdicts-decodable.ts";
import type { Linter } from "./linted-file.ts";

/** Lints in this process. The engine that will judge is unknown, so there are no findings about its context. */
export function lintHere(pricePerMillion: number | null): Linter {
  return (bytes) =>
    Promise.resolve(
      lintDocument(bytes, {
        countTokens: (text) => encodeOrdinary(text).length,
        assertRunnable: (policy) => assertVerdictsDecodable(policy, undecodablePart),
        price: pricePerMillion === null ? null : { perMillion: pricePerMillion, currency: null },
      }),
    );
}
