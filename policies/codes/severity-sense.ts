import type { Definition } from "./definition.ts";
import { lettersOf } from "./read-code.ts";

/** Letters that teams number their severities and priorities by: P0, SEV1. */
const SEVERITY_LETTERS = new Set(["P", "SEV", "PRIO", "PRI"]);
/** Letters that may be, if a heading or a table's head says so and the policy has other codes. */
const POSSIBLE_LETTERS = new Set(["S", "L", "T", "C", "U"]);

const SEVERITY_WORDS = new Set(
  (
    "severity severities priority priorities urgency sla slas escalation triage sev prio " +
    "schweregrad priorität dringlichkeit gravité priorité gravedad severidad prioridad gravità priorità " +
    "gravidade prioridade серьёзность приоритет"
  ).split(" "),
);
/** Words in the rows of such a list: how bad and how soon. */
const EVIDENCE = new Set(
  "critical urgent immediate immediately emergency escalate high medium low blocker sla asap min mins minutes h hr hrs hour hours days".split(
    " ",
  ),
);

/**
 * The letters whose codes are severities or priorities, and therefore not categories: their column or heading says so,
 * or the policy has other codes and most lines of these say how soon to act.
 */
export function severityLetters(definitions: readonly Definition[]): Set<string> {
  const families = new Map<string, Definition[]>();
  for (const definition of definitions) {
    const letters = lettersOf(definition.code);
    const family = families.get(letters);
    if (family === undefined) families.set(letters, [definition]);
    else family.push(definition);
  }
  const severities = new Set<string>();
  for (const [letters, family] of families) {
    const possible = SEVERITY_LETTERS.has(letters) || (families.size > 1 && POSSIBLE_LETTERS.has(letters));
    if (!possible || family.some(({ code }) => code.includes("."))) continue;
    const count = (test: (definition: Definition) => boolean): number => family.filter(test).length;
    const saysSo = count(isUnderSeverity) * 2 > family.length;
    const soundsSo =
      SEVERITY_LETTERS.has(letters) && families.size > 1 && count(soundsLikeSeverity) * 2 >= family.length;
    if (saysSo || soundsSo) severities.add(letters);
  }
  return severities;
}

function isUnderSeverity({ column, section }: Definition): boolean {
  return [column ?? "", section ?? ""].some((text) => wordsOf(text).some((word) => SEVERITY_WORDS.has(word)));
}

function soundsLikeSeverity({ line }: Definition): boolean {
  const words = [line.text, ...line.cells].flatMap(wordsOf);
  return words.some((word) => EVIDENCE.has(word) || SEVERITY_WORDS.has(word));
}

/** Lower-case words; a number next to a letter is left out: 15min is min. */
function wordsOf(text: string): string[] {
  return text.toLowerCase().split(NOT_A_LETTER).filter(Boolean);
}

const NOT_A_LETTER = /[^\p{L}]/u;
