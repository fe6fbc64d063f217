import type { GateDecision } from "../../../schemas/gate.ts";
import type { ReportItem, ReportItems } from "../../../schemas/report-item.ts";
import type { Plot } from "../plots/plot.ts";

/**
 * A report in the form that the text, Markdown and HTML formats share. All texts are plain: each format escapes them.
 */
export interface ReportDocument {
  readonly title: string;
  /** What was evaluated: a name and its value. */
  readonly subjects: readonly (readonly [name: string, value: string])[];
  /** Null if the report decides nothing. */
  readonly decision: GateDecision | null;
  readonly sections: readonly Section[];
}

export interface Section {
  readonly heading: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "table"; readonly table: Table }
  /** Shown by formats that can draw; its figures are in a table too. */
  | { readonly kind: "plot"; readonly plot: Plot }
  | { readonly kind: "ids"; readonly words: string; readonly ids: readonly string[]; readonly total: number }
  | { readonly kind: "items"; readonly items: readonly ReportItem[]; readonly total: number };

/** The first column has names, all others have figures. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A section, or none if it would be empty. */
export function section(heading: string, blocks: readonly (Block | null)[]): Section[] {
  const present = blocks.filter((block) => block !== null);
  return present.length === 0 ? [] : [{ heading, blocks: present }];
}

/** Null if no item is shown. */
export function items({ shown, total }: ReportItems): Block | null {
  return shown.length === 0 ? null : { kind: "items", items: shown, total };
}

export function paragraph(text: string): Block {
  return { kind: "paragraph", text };
}

/** Null if there are no rows. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): Block | null {
  return rows.length === 0 ? null : { kind: "table", table: { header, rows } };
}
