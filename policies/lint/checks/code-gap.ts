import { categoryOf, lettersOf } from "../../codes/read-code.ts";
import type { Check, Found } from "../check.ts";
import type { LintedPolicy } from "../linted-policy.ts";

/** If more numbers than this are missing, the author counts in steps: 10, 20, 30. */
const MAX_GAP = 3;

export const codeGap: Check = {
  rule: "code-gap",
  severity: "warning",
  summary: "A number or letter is missing in a series of codes",
  find(policy) {
    const { categories } = policy;
    const codes = [...categories.map(({ code }) => code), ...policy.policy.rules];
    const series = new Map<string, Set<number>>();
    for (const code of codes) {
      const step = stepOf(code);
      if (step === null) continue;
      const known = series.get(step.series);
      if (known === undefined) series.set(step.series, new Set([step.at]));
      else known.add(step.at);
    }
    return [...series].flatMap(([prefix, steps]) =>
      gapsIn(
        prefix,
        [...steps].sort((a, b) => a - b),
        policy,
      ),
    );
  },
};

interface Step {
  /** The common prefix of the codes of the series; a letter follows if it ends with a dot. */
  readonly series: string;
  readonly at: number;
}

/** SP2 is the second of SP, SP2.c the third of SP2.; null for a code of another form. */
function stepOf(code: string): Step | null {
  const dot = code.lastIndexOf(".");
  const letters = lettersOf(code);
  if (dot === -1) {
    const number = code.slice(letters.length);
    return letters !== "" && /^\d{1,3}$/.test(number) ? { series: letters, at: Number(number) } : null;
  }
  const part = code.slice(dot + 1);
  return /^[a-z]$/.test(part) ? { series: code.slice(0, dot + 1), at: part.charCodeAt(0) } : null;
}

function gapsIn(prefix: string, steps: readonly number[], { found, lines }: LintedPolicy): Found[] {
  const spell = (at: number): string =>
    prefix + (prefix.endsWith(".") ? String.fromCharCode(at) : String(at));
  return steps.slice(1).flatMap((next, index) => {
    const before = steps[index] ?? next;
    const missing = next - before - 1;
    if (missing < 1 || missing > MAX_GAP) return [];
    const names = Array.from({ length: missing }, (_, step) => spell(before + 1 + step)).join(", ");
    const definition = found.definitions.find(
      ({ code }) => code === spell(next) || categoryOf(code) === spell(next),
    );
    return [
      {
        range: definition === undefined ? null : lines.line(definition.line.number),
        message: `${names} ${missing === 1 ? "is" : "are"} missing between ${spell(before)} and ${spell(next)}. A gap looks like a lost criterion. Renumber the codes, or define what is missing.`,
        suggestion: `Rename ${spell(next)} to ${spell(before + 1)}, and the codes after it accordingly.`,
      },
    ];
  });
}
