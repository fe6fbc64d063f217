import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { GoldenItem } from "../../../evaluation/golden/golden-item.ts";
import type { NewGoldenVersion, PutGoldenResult } from "../../evaluations/golden-store.ts";
import { inlineRows, columnList } from "../database/columns.ts";
import { type Database, rowsOf, type Session } from "../database/database.ts";
import { toText } from "../database/json-text.ts";
import { lockUntilCommit } from "../database/advisory-locks.ts";
import {
  goldenItemColumns,
  goldenItemRow,
  goldenVersionColumns,
  goldenVersionOf,
  type GoldenVersionRow,
} from "./golden-row.ts";

/** Items and characters of one statement: other work of the embedded database waits for it. */
const SLICE_ITEMS = 500;
const SLICE_CHARACTERS = 1_000_000;

/**
 * Stores the items in slices, and then gives their version its number in a short transaction. Until then it is not
 * visible, and what a killed process leaves is swept.
 */
export async function putGolden(database: Database, golden: NewGoldenVersion): Promise<PutGoldenResult> {
  const sha256 = hashOf(golden.items);
  const earlier = await database.run((session) => findSame(session, golden.name, sha256));
  if (earlier !== null) return { version: goldenVersionOf(earlier), created: false };
  const id = await receive(database, golden, sha256);
  const { row, created } = await database.transaction(async (session) => {
    await lockUntilCommit(session, "goldenVersions");
    const same = await findSame(session, golden.name, sha256);
    if (same !== null) return { row: same, created: false };
    return { row: await number(session, id, golden.name), created: true };
  });
  if (!created) await removeVersion(database, id);
  return { version: goldenVersionOf(row), created };
}

async function receive(
  database: Database,
  { name, format, items }: NewGoldenVersion,
  sha256: string,
): Promise<string> {
  const id = uuidv7();
  const labelled = items.filter(({ violation }) => violation !== null).length;
  const violations = items.filter(({ violation }) => violation === 1).length;
  await database.run((session) =>
    rowsOf(
      session,
      sql`INSERT INTO gavel.golden_set_versions (id, name, sha256, format, items, labelled, violations, created_at)
          VALUES (${id}::uuid, ${toText(name)}, ${sha256}, ${format}, ${items.length}::int, ${labelled}::int,
                  ${violations}::int, ${new Date().toISOString()}::timestamptz)`,
    ),
  );
  for (const slice of slices(items)) {
    const rows = slice.map(({ item, position }) => goldenItemRow(item, position));
    await database.run((session) =>
      rowsOf(
        session,
        sql`INSERT INTO gavel.golden_items (version_id, ${columnList(goldenItemColumns)})
            SELECT ${id}::uuid, i.* FROM ${inlineRows("i", goldenItemColumns, rows)}`,
      ),
    );
  }
  return id;
}

async function number(session: Session, id: string, name: string): Promise<GoldenVersionRow> {
  const [row] = await rowsOf<GoldenVersionRow>(
    session,
    sql`UPDATE gavel.golden_set_versions SET version = 1 + coalesce(
          (SELECT max(version) FROM gavel.golden_set_versions WHERE name = ${toText(name)}), 0)
        WHERE id = ${id}::uuid RETURNING ${columnList(goldenVersionColumns)}`,
  );
  if (row === undefined) throw new Error("A golden set that was being received is gone");
  return row;
}

async function findSame(session: Session, name: string, sha256: string): Promise<GoldenVersionRow | null> {
  const [row] = await rowsOf<GoldenVersionRow>(
    session,
    sql`SELECT ${columnList(goldenVersionColumns)} FROM gavel.golden_set_versions
        WHERE name = ${toText(name)} AND sha256 = ${sha256} AND version IS NOT NULL`,
  );
  return row ?? null;
}

/** Deletes a version with its items. */
export async function removeVersion(database: Database, id: string): Promise<void> {
  await database.run(async (session) => {
    await rowsOf(session, sql`DELETE FROM gavel.golden_items WHERE version_id = ${id}::uuid`);
    await rowsOf(session, sql`DELETE FROM gavel.golden_set_versions WHERE id = ${id}::uuid`);
  });
}

function hashOf(items: readonly GoldenItem[]): string {
  const hash = createHash("sha256");
  for (const { id, content, violation, policyCategory, ruleIds, note, tags, source } of items) {
    hash.update(
      `${JSON.stringify({ id, content, violation, policyCategory, ruleIds, note, tags, source })}\n`,
    );
  }
  return hash.digest("hex");
}

function* slices(
  items: readonly GoldenItem[],
): Generator<readonly { readonly item: GoldenItem; readonly position: number }[]> {
  let slice: { item: GoldenItem; position: number }[] = [];
  let characters = 0;
  for (const [index, item] of items.entries()) {
    slice.push({ item, position: index + 1 });
    characters += JSON.stringify(item.content).length;
    if (slice.length < SLICE_ITEMS && characters < SLICE_CHARACTERS) continue;
    yield slice;
    slice = [];
    characters = 0;
  }
  if (slice.length > 0) yield slice;
}
