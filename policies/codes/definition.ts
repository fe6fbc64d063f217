import type { PolicyLine } from "./policy-lines.ts";
import { titleFrom, wholeTitle } from "./title.ts";

/** One place where the text defines a code. */
export interface Definition {
  readonly code: string;
  readonly title: string | null;
  /** All that the line says of the code; whether it is allowed is read from this as a whole. */
  readonly whole: string;
  /** Introduced by "Rule". */
  readonly rule: boolean;
  /** Enough by itself; otherwise another code of the same letters must be defined too. */
  readonly strong: boolean;
  /** The head of the table's column that the code stands in. */
  readonly column: string | null;
  /** Capitals without a number: a code only among codes with numbers. */
  readonly letters: boolean;
  readonly kind: PolicyLine["kind"];
  readonly line: PolicyLine;
  /** The last heading, caption or bold line before it. */
  readonly section: string | null;
  /** Counts those headings, so that lists can be told apart. */
  readonly block: number;
}

export type FoundDefinition = Omit<Definition, "kind" | "line" | "section" | "block">;

/** A code with what stands for its title. */
export function found(
  code: string,
  title: string,
  { strong }: { readonly strong: boolean },
): FoundDefinition {
  return {
    code,
    title: titleFrom(title),
    whole: wholeTitle(title),
    rule: false,
    strong,
    letters: false,
    column: null,
  };
}
