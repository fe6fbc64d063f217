import type { PolicyLine } from "./policy-lines.ts";
import { titleFrom, wholeTitle } from "./title.ts";

/** One place where the text defines a code. */
export interface Definition {
  readonly code: string;
  readonly title: string | null;
  /** Everything that the line says about the code; whether it is allowed is read from the whole of it. */
  readonly whole: string;
  /** Introduced by "Rule". */
  readonly rule: boolean;
  /** Whether it counts by itself; otherwise another code with the same letters must be defined too. */
  readonly strong: boolean;
  /** The header of the table column that the code is in. */
  readonly column: string | null;
  /** Capitals without a number: a code only among codes with numbers. */
  readonly letters: boolean;
  readonly kind: PolicyLine["kind"];
  readonly line: PolicyLine;
  /** The last heading, caption or bold line before it. */
  readonly section: string | null;
  /** The number of that heading, to distinguish lists. */
  readonly block: number;
}

export type FoundDefinition = Omit<Definition, "kind" | "line" | "section" | "block">;

/** A code with its title. */
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
