import { plainLine } from "../codes/plain-line.ts";
import { readLines } from "../codes/read-lines.ts";
import type { Steps } from "../codes/steps.ts";
import { hedges } from "./hedges.ts";
import { asksForFormat } from "./output-format.ts";
import type { PolicyWarning, PolicyWarningCode } from "./policy-warning.ts";
import { sentenceWords } from "./sentence-words.ts";
import { isUnfinished } from "./unfinished.ts";

/** A paragraph may be one long line. */
const MAX_CHARACTERS = 10_000;

/** What the author should check in the words of a policy's text, by line. */
export function textWarnings(text: string, steps: Steps): PolicyWarning[] {
  const lines = new Map<PolicyWarningCode, number[]>();
  const add = (code: PolicyWarningCode, line: number): void => {
    lines.set(code, [...(lines.get(code) ?? []), line].slice(0, MAX_LINES));
  };
  for (const piece of readLines(text, steps).lines) {
    const line = plainLine(piece.text, steps, MAX_CHARACTERS);
    steps.add(line.length);
    const words = sentenceWords(line);
    if (asksForFormat(words)) add("output_format_requested", piece.number);
    if (hedges(words)) add("hedged", piece.number);
    if (isUnfinished(line, words)) add("unfinished", piece.number);
  }
  return [...lines].map(([code, numbers]) => ({ code, message: MESSAGES[code] ?? "", lines: numbers }));
}

/** Lines that one warning names. */
export const MAX_LINES = 20;

const MESSAGES: Partial<Record<PolicyWarningCode, string>> = {
  output_format_requested:
    "The text asks for an output format. Gavel adds its own and enforces it; remove the request, so that the model gets one instruction only.",
  hedged:
    "Words such as usually, generally or may leave the decision open. State the condition under which the rule holds.",
  unfinished: "Something is not written yet (TODO, TBD, ???). The model reads it as part of the policy.",
};
