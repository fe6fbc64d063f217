import { sql } from "drizzle-orm";
import { createItem as makeItem, type Target } from "../../../service/judging/create-item.ts";
import type { BadLine, GoodLine, NewBatch, StagedLine } from "../../../service/batches/batch-store.ts";
import type { NewItem } from "../../../service/judging/verdict-store.ts";
import { DatabaseBatchStore } from "../../../service/storage/batches/batch-store.ts";
import { type Database, rowsOf } from "../../../service/storage/database/database.ts";
import { DatabaseVerdictStore } from "../../../service/storage/verdicts/verdict-store.ts";
import { newCompletion, sha256 } from "../../helpers/stores.ts";
import type { OpenedDatabases } from "../stores.conformance.ts";

export const TARGET: Target = {
  policyId: "spam",
  policyVersion: 1,
  policySha256: "0".repeat(64),
  reasoningEffort: "low",
  cacheTtlSeconds: 0,
};
const ENGINE = {
  defaultReasoningEffort: "low",
  maxReasoningTokens: { low: 1, medium: 2, high: 3 },
  seed: null,
} as const;

let serial = 0;

export function good(line: number, overrides: Partial<GoodLine> = {}): GoodLine {
  serial += 1;
  return {
    line,
    externalId: null,
    content: `line ${serial}`,
    metadata: null,
    targets: [TARGET],
    ...overrides,
  };
}

export function bad(line: number): BadLine {
  return { line, externalId: null, error: { code: "bad_line", title: "t", detail: "d" } };
}

export function build({ content, externalId }: GoodLine, target: Target, keyId: string): NewItem {
  const request = {
    content,
    priority: "batch",
    ...(externalId === null ? {} : { external_id: externalId }),
  } as const;
  const accepted = { contentHmac: sha256(JSON.stringify(content)), createdAt: new Date() };
  const place = { keyId, awaited: false, inBacklog: false };
  return makeItem(request, target, { ...accepted, ...place }, ENGINE);
}

/** The stores under test, and the steps that several cases share. */
export type BatchFixture = ReturnType<typeof batchFixture>;

export function batchFixture({ databases }: OpenedDatabases) {
  const database = (): Database => databases[0];
  const stores = () => ({
    batches: new DatabaseBatchStore(database()),
    verdicts: new DatabaseVerdictStore(database()),
    /** As if in another process, if the implementation allows it. */
    elsewhere: { batches: new DatabaseBatchStore(databases[1] ?? database()) },
  });

  async function opening(batch: NewBatch): Promise<string> {
    const found = await stores().batches.open(batch);
    if ("earlierId" in found) throw new Error("the upload was accepted earlier");
    return found.id;
  }

  async function accepted(lines: readonly StagedLine[]): Promise<string> {
    const { batches } = stores();
    const id = await opening({ keyId: "k", format: "jsonl" });
    await batches.stage(id, lines);
    const goodLines = lines.filter((line) => "targets" in line);
    await batches.accept(id, {
      lines: lines.length,
      badLines: lines.length - goodLines.length,
      items: goodLines.reduce((sum, { targets }) => sum + targets.length, 0),
    });
    return id;
  }

  /** Settles what is unsettled as completed. */
  async function judgeAll(): Promise<void> {
    const { verdicts } = stores();
    for (;;) {
      const open = await verdicts.listUnsettled({ before: new Date(Date.now() + 60_000), limit: 200 });
      if (open.length === 0) return;
      await Promise.all(open.map(({ id }) => verdicts.complete(id, newCompletion())));
    }
  }

  async function finishAll(): Promise<void> {
    const { batches } = stores();
    while (await batches.hasWork()) {
      while ((await batches.feed(build, 1000)) !== null);
      await batches.cancelNext();
      await judgeAll();
      await batches.settle();
    }
  }

  async function contentsLeft(id: string): Promise<number> {
    const rows = await database().run((session) =>
      rowsOf<{ n: number }>(
        session,
        sql`SELECT count(item)::int AS n FROM gavel.batch_lines WHERE batch_id = ${id}::uuid`,
      ),
    );
    return rows[0]?.n ?? 0;
  }

  return { database, stores, opening, accepted, judgeAll, finishAll, contentsLeft };
}
