/** The parts of a policy that the guide of gpt-oss-safeguard asks for, and the words that name them in headings. */
const NAMES = {
  instructions:
    "instruction instructions goal goals task purpose objective objectives overview scope aim anweisung anweisungen ziel aufgabe " +
    "instrucciones objetivo instruções tâche objectif istruzioni obiettivo инструкция инструкции цель задача",
  definitions:
    "definition definitions terms terminology glossary concepts begriffe definitionen définitions definiciones términos definições " +
    "termos definizioni termini определения термины",
  criteria:
    "criteria criterion rules rule categories category allowed disallowed prohibited forbidden violations violating violation " +
    "permitted banned valid invalid kriterien regeln kategorien critères règles catégories criterios reglas categorías critérios " +
    "regras categorias criteri regole categorie критерии правила категории",
  examples:
    "example examples sample samples cases beispiel beispiele exemple exemples ejemplo ejemplos exemplo exemplos esempio esempi " +
    "пример примеры",
  escalation:
    "ambiguity ambiguous escalation escalate escalated doubt doubtful unclear uncertain uncertainty undecidable zweifel unklar " +
    "eskalation ambiguïté doute ambigüedad duda ambiguidade dúvida dubbio сомнения эскалация",
} as const;

export type SectionName = keyof typeof NAMES;

const WORDS: Readonly<Record<string, ReadonlySet<string>>> = Object.fromEntries(
  Object.entries(NAMES).map(([name, words]) => [name, new Set(words.split(" "))]),
);

const NOT_A_LETTER = /[^\p{L}]/u;

/** Whether a heading or caption names this part. */
export function isNamed(title: string, name: SectionName): boolean {
  return title
    .toLowerCase()
    .split(NOT_A_LETTER)
    .some((word) => WORDS[name]?.has(word) === true);
}
