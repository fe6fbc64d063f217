import { sql } from "drizzle-orm";
import type { GoldenSetVersion } from "../../../schemas/golden-set.ts";
import { goldenSetNotFound } from "../../evaluations/errors.ts";
import type {
  GoldenItems,
  GoldenStore,
  NewGoldenVersion,
  PutGoldenResult,
} from "../../evaluations/golden-store.ts";
import { ServiceError } from "../../errors.ts";
import { appendEntries } from "../audit/append-entries.ts";
import { columnList } from "../database/columns.ts";
import { type Database, rowsOf } from "../database/database.ts";
import { toText } from "../database/json-text.ts";
import { putGolden, removeVersion } from "./golden-put.ts";
import {
  goldenItemColumns,
  goldenItemOf,
  type GoldenItemRow,
  goldenVersionColumns,
  goldenVersionOf,
  type GoldenVersionRow,
} from "./golden-row.ts";

/** A version whose upload has not ended after this time is what a killed process left. */
const UPLOAD_LIMIT_MS = 3600_000;
const MAX_VERSION = 2_147_483_647;

/** Golden sets in PostgreSQL or PGlite. */
export class DatabaseGoldenStore implements GoldenStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  put(version: NewGoldenVersion): Promise<PutGoldenResult> {
    return putGolden(this.#database, version);
  }

  async list(): Promise<readonly GoldenSetVersion[]> {
    const rows = await this.#database.run((session) =>
      rowsOf<GoldenVersionRow>(
        session,
        sql`SELECT DISTINCT ON (name) ${columnList(goldenVersionColumns)} FROM gavel.golden_set_versions
            WHERE version IS NOT NULL ORDER BY name, version DESC`,
      ),
    );
    return rows.map(goldenVersionOf);
  }

  async listVersions(name: string): Promise<readonly GoldenSetVersion[]> {
    const rows = await this.#database.run((session) =>
      rowsOf<GoldenVersionRow>(
        session,
        sql`SELECT ${columnList(goldenVersionColumns)} FROM gavel.golden_set_versions
            WHERE name = ${toText(name)} AND version IS NOT NULL ORDER BY version`,
      ),
    );
    if (rows.length === 0) throw goldenSetNotFound(name, null);
    return rows.map(goldenVersionOf);
  }

  async get(name: string, version: number | null): Promise<GoldenSetVersion> {
    return goldenVersionOf(await this.#find(name, version));
  }

  async items(name: string, version: number, after: number, limit: number): Promise<GoldenItems> {
    const { id } = await this.#find(name, version);
    const rows = await this.#database.run((session) =>
      rowsOf<GoldenItemRow>(
        session,
        sql`SELECT ${columnList(goldenItemColumns)} FROM gavel.golden_items
            WHERE version_id = ${id}::uuid AND position > ${after}::int
            ORDER BY position LIMIT ${limit + 1}`,
      ),
    );
    const page = rows.slice(0, limit);
    return {
      items: page.map(goldenItemOf),
      next: page.at(-1)?.position ?? null,
      hasMore: rows.length > limit,
    };
  }

  async delete(name: string, by: string | null): Promise<void> {
    const ids = await this.#database.transaction(async (session) => {
      const versions = await rowsOf<{ id: string }>(
        session,
        sql`SELECT id FROM gavel.golden_set_versions WHERE name = ${toText(name)} AND version IS NOT NULL
            ORDER BY id FOR UPDATE`,
      );
      if (versions.length === 0) throw goldenSetNotFound(name, null);
      const found = versions.map(({ id }) => id);
      const uses = await rowsOf(
        session,
        sql`SELECT 1 FROM gavel.evaluations
            WHERE golden_version_id = ANY(${sql.param(found)}::uuid[]) AND ended_at IS NULL LIMIT 1`,
      );
      if (uses.length > 0) throw inUse();
      // Hidden immediately; the items are deleted after the commit, or by the sweeper.
      await rowsOf(
        session,
        sql`UPDATE gavel.golden_set_versions SET version = NULL WHERE id = ANY(${sql.param(found)}::uuid[])`,
      );
      await appendEntries(session, [
        {
          actor: by,
          action: "golden_set.deleted",
          subject: `/golden-sets/${name}`,
          detail: { versions: found.length },
        },
      ]);
      return found;
    });
    for (const id of ids) await removeVersion(this.#database, id);
  }

  async sweep(): Promise<number> {
    const before = new Date(Date.now() - UPLOAD_LIMIT_MS).toISOString();
    const rows = await this.#database.run((session) =>
      rowsOf<{ id: string }>(
        session,
        sql`SELECT id FROM gavel.golden_set_versions
            WHERE version IS NULL AND created_at < ${before}::timestamptz`,
      ),
    );
    for (const { id } of rows) await removeVersion(this.#database, id);
    return rows.length;
  }

  async #find(name: string, version: number | null): Promise<GoldenVersionRow> {
    if (version !== null && !(Number.isSafeInteger(version) && version >= 1 && version <= MAX_VERSION)) {
      throw goldenSetNotFound(name, version);
    }
    const [row] = await this.#database.run((session) =>
      rowsOf<GoldenVersionRow>(
        session,
        sql`SELECT ${columnList(goldenVersionColumns)} FROM gavel.golden_set_versions
            WHERE name = ${toText(name)} AND version IS NOT NULL
              AND (${version}::int IS NULL OR version = ${version}::int)
            ORDER BY version DESC LIMIT 1`,
      ),
    );
    if (row === undefined) throw goldenSetNotFound(name, version);
    return row;
  }
}

function inUse(): ServiceError {
  return new ServiceError(
    "golden_set_in_use",
    "An evaluation of this golden set is running. Cancel it, or wait until it is completed.",
  );
}
