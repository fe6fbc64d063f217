import { type GetColumnData, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { toJson } from "./json-text.ts";

/** Columns of a table. Tables are declared with the names of SQL as keys, so keys of rows are the same. */
export type Columns = Readonly<Record<string, PgColumn>>;

/** The row that a raw statement returns for these columns. */
export type RowOf<C extends Columns> = { readonly [Name in keyof C]: GetColumnData<C[Name]> };

/** Values for these columns. One that is absent is null. */
type ValuesOf<C extends Columns> = { readonly [Name in keyof C]?: C[Name]["_"]["data"] | null };

export function namesOf<Named extends object>(named: Named): readonly (keyof Named & string)[] {
  return Object.keys(named) as (keyof Named & string)[];
}

/** The properties of `from` that have these names. */
export function pick<From extends object, Name extends keyof From & string>(
  from: From,
  names: readonly Name[],
): Pick<From, Name> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<From, Name>;
}

/** `id, status`, or `v.id, v.status`. */
export function columnList(columns: Columns, table?: string): SQL {
  const prefix = table === undefined ? "" : `${table}.`;
  return sql.raw(
    namesOf(columns)
      .map((name) => prefix + name)
      .join(", "),
  );
}

/** `status = i.status, error = i.error`, for UPDATE. */
export function assignments(columns: Columns, from: string): SQL {
  return sql.raw(
    namesOf(columns)
      .map((name) => `${name} = ${from}.${name}`)
      .join(", "),
  );
}

/**
 * Rows as parameters, for FROM: `unnest($1::uuid[], $2::text[]) AS i (id, status)`. One array for each column, so
 * that the statement has the same text, and one plan, for any number of rows.
 */
export function inlineRows<C extends Columns>(
  table: string,
  columns: C,
  rows: readonly ValuesOf<NoInfer<C>>[],
): SQL {
  const arrays = Object.entries(columns).map(([name, column]) => {
    const type = column.getSQLType();
    const values = rows.map(({ [name]: value = null }) => (type === "json" ? toJson(value) : value));
    return sql`${sql.param(values)}::${sql.raw(type)}[]`;
  });
  return sql`unnest(${sql.join(arrays, sql`, `)}) AS ${sql.raw(table)} (${columnList(columns)})`;
}
