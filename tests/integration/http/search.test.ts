import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { VerdictPage } from "../../../schemas/page.ts";
import { type Stats, statsSchema } from "../../../schemas/stats.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { type VerdictCounts, verdictCountsSchema } from "../../../schemas/verdict-counts.ts";
import { type VerdictRecord, verdictRecordSchema } from "../../../schemas/verdict-record.ts";
import { newCompletion, newItem } from "../../helpers/stores.ts";
import { type CliOutcome, HttpService, problemOf } from "./service.ts";

let http: HttpService;
let ids: string[];
const directory = mkdtempSync(join(tmpdir(), "gavel-search-"));

/** Formulas that a spreadsheet would evaluate, in every text of a record. */
const FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x","y")'];

beforeAll(async () => {
  http = await HttpService.start();
  const { verdicts } = http.service.parts.stores;
  ids = [];
  for (const [index, formula] of FORMULAS.entries()) {
    const item = newItem({
      policyId: "searched",
      external_id: formula,
      metadata: { source: index % 2 === 0 ? "forum" : "chat" },
    });
    await verdicts.create([item]);
    await verdicts.complete(
      item.id,
      newCompletion({
        verdict: {
          violation: index % 2 === 0 ? 1 : 0,
          policy_category: index % 2 === 0 ? "SP2" : null,
          rule_ids: index % 2 === 0 ? ["SP2.a"] : [],
          confidence: index === 0 ? "low" : "high",
          rationale: `${formula} "quoted", item ${index}`,
        },
        score: index / 10,
      }),
    );
    ids.push(item.id);
  }
});
afterAll(async () => {
  await http.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function search(query: string): Promise<string[]> {
  const response = await http.call(`/verdicts?policy_id=searched&${query}`);
  return ((await response.json()) as VerdictPage).data.map(({ id }) => id);
}

const gavel = (...argv: string[]): Promise<CliOutcome> => http.gavel(argv);

const at = (...indexes: number[]): string[] => indexes.map((index) => ids[index] ?? "");

describe("GET /verdicts", () => {
  it("finds by each parameter and by several", async () => {
    expect(await search("category=SP2")).toEqual(at(0, 2, 4, 6));
    expect(await search("rule=SP2.a&order=desc&limit=2")).toEqual(at(6, 4));
    expect(await search("confidence=low")).toEqual(at(0));
    expect(await search("min_score=0.3&max_score=0.5")).toEqual(at(3, 4, 5));
    expect(await search("metadata_key=source&metadata_value=chat")).toEqual(at(1, 3, 5));
    expect(await search("metadata_key=nothing")).toEqual([]);
    expect(await search("rationale=quoted%20-6&violation=1")).toEqual(at(0, 2, 4));
    expect(await search("rationale=%22item%203%22")).toEqual(at(3));
    expect(await search(`since=${new Date(Date.now() - 3_600_000).toISOString()}`)).toHaveLength(7);
    expect(await search("until=2020-01-01T00:00:00%2B02:00")).toEqual([]);
    expect(await search(`category=SP2&external_id=${encodeURIComponent("-1")}`)).toEqual(at(2));
    expect(await search("review_state=needs_review")).toEqual([]);
    expect(await search("review_state=needs_review&category=SP2")).toEqual([]);
  });

  it("pages with a cursor that belongs to the search", async () => {
    const first = (await (
      await http.call("/verdicts?policy_id=searched&category=SP2&limit=3")
    ).json()) as VerdictPage;
    const after = encodeURIComponent(first.next_cursor ?? "");
    expect(await search(`category=SP2&limit=3&after=${after}`)).toEqual(at(6));
    const other = await http.call(`/verdicts?policy_id=searched&category=SP3&after=${after}`);
    expect((await problemOf(other)).code).toBe("invalid_cursor");
  });

  it.each([
    ["since=yesterday", "/since"],
    ["until=2026-02-30T00:00:00Z", "/until"],
    ["min_score=1.1", "/min_score"],
    ["min_score=-0.1", "/min_score"],
    ["max_score=1e-1", "/max_score"],
    ["max_score=NaN", "/max_score"],
    ["category=", "/category"],
    [`category=${"x".repeat(65)}`, "/category"],
    ["metadata_value=forum", ""],
    [`metadata_key=${"x".repeat(65)}`, "/metadata_key"],
    ["rationale=", "/rationale"],
    [`rationale=${"x".repeat(201)}`, "/rationale"],
    ["review_state=fine", "/review_state"],
    ["category=a&category=b", "/category"],
  ])("refuses %s", async (query, pointer) => {
    const problem = await problemOf(await http.call(`/verdicts?${query}`));
    expect(problem.code).toBe("invalid_request");
    expect(problem.errors?.map((error) => error.pointer)).toEqual([pointer]);
  });

  it.each([
    "rationale=%00",
    "rationale=%27%3B%20DROP%20TABLE%20verdicts%3B%20--",
    `rationale=${"-".repeat(200)}`,
    `rationale=${encodeURIComponent("-(".repeat(100))}`,
    "rationale=%ED%A0%80",
    "category=%00%27",
    "rule=%5C%27",
    "confidence=%22%2C",
    "metadata_key=%00&metadata_value=%27%7D",
    "since=0001-01-01T00:00:00Z&until=9999-12-31T23:59:59Z",
    "since=2026-01-01T00:00:00Z&until=2025-01-01T00:00:00Z",
    "min_score=1&max_score=0",
    "status=queued&category=SP2",
  ])("accepts the hostile or contradictory %s", async (query) => {
    const response = await http.call(`/verdicts?${query}`);
    expect(response.status).toBe(200);
    expect(Object.keys((await response.json()) as object)).toContain("data");
  });
});

describe("GET /verdicts/export", () => {
  it("writes JSON Lines of the records, newest first or oldest first", async () => {
    const text = await (await http.call("/verdicts/export?policy_id=searched&violation=1")).text();
    const records = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as VerdictRecord);
    const validate = compileValidator<VerdictRecord>(verdictRecordSchema);
    expect(records.every((record) => validate(record).ok)).toBe(true);
    expect(records.map(({ id }) => id)).toEqual(at(6, 4, 2, 0));
    const oldest = await (await http.call("/verdicts/export?policy_id=searched&order=asc")).text();
    expect((JSON.parse(oldest.split("\n")[0] ?? "") as VerdictRecord).id).toBe(ids[0]);
    expect(await (await http.call("/verdicts/export?policy_id=none")).text()).toBe("");
  });

  it("writes CSV in which no cell is a formula", async () => {
    const response = await http.call("/verdicts/export?policy_id=searched&format=csv&order=asc");
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
    expect(response.headers.get("content-disposition")).toBe('attachment; filename="verdicts.csv"');
    const rows = parse(await response.text(), { columns: true }) as Record<string, string>[];
    expect(rows.map(({ id }) => id)).toEqual(ids);
    expect(rows.map((row) => row["external_id"])).toEqual(FORMULAS.map((formula) => `'${formula}`));
    expect(rows[0]).toMatchObject({
      status: "completed",
      policy_id: "searched",
      violation: "1",
      policy_category: "SP2",
      rule_ids: "SP2.a",
      confidence: "low",
      score: "0",
      rationale: `'=1+1 "quoted", item 0`,
      metadata: '{"source":"forum"}',
      error_code: "",
    });
    for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
  });

  it.each(["format=xml", "limit=5", "after=x", "order=up", "since=2026-13-01T00:00:00Z"])(
    "refuses %s",
    async (query) => {
      expect((await problemOf(await http.call(`/verdicts/export?${query}`))).code).toBe("invalid_request");
    },
  );
});

describe("GET /verdicts/counts", () => {
  it("counts by the groups of the query", async () => {
    const response = await http.call("/verdicts/counts?policy_id=searched&by=category,outcome");
    const validation = compileValidator<VerdictCounts>(verdictCountsSchema)(await response.json());
    expect(validation).toEqual({
      ok: true,
      value: {
        data: [
          { policy_category: "SP2", outcome: "violation", count: 4 },
          { policy_category: null, outcome: "allowed", count: 3 },
        ],
        truncated: false,
      },
    });
    const days = (await (await http.call("/verdicts/counts?policy_id=searched")).json()) as VerdictCounts;
    expect(Object.keys(days.data[0] ?? {}).toSorted()).toEqual(["count", "day", "outcome"]);
    const twice = await http.call("/verdicts/counts?by=outcome,outcome&outcome=violation&category=SP2");
    expect(await twice.json()).toEqual({ data: [{ outcome: "violation", count: 4 }], truncated: false });
  });

  it.each([
    ["by=hour", "/by"],
    ["by=", "/by"],
    ["since=2026-02-30", "/since"],
    ["until=0000-00-00", "/until"],
    ["since=2026-11-28T00:00:00Z", "/since"],
    ["outcome=queued", "/outcome"],
  ])("refuses %s", async (query, pointer) => {
    const problem = await problemOf(await http.call(`/verdicts/counts?${query}`));
    expect(problem.errors?.map((error) => error.pointer)).toEqual([pointer]);
  });

  it("accepts a day before anything was counted", async () => {
    expect((await http.call("/verdicts/counts?since=0001-01-01&until=9999-12-31")).status).toBe(200);
  });
});

describe("gavel verdicts", () => {
  it("searches, exports and counts", async () => {
    const found = await gavel(
      "verdicts",
      "--policy",
      "searched",
      "--category",
      "SP2",
      "--min-score",
      "0.3",
      "--metadata",
      "source=forum",
      "--since",
      "1h",
      "--rationale",
      "quoted",
      "--json",
    );
    const records = found.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as VerdictRecord);
    expect(records.map(({ id }) => id)).toEqual(at(6, 4));
    const oldest = await gavel("verdicts", "--policy", "searched", "--oldest-first", "-n", "1", "--json");
    expect((JSON.parse(oldest.stdout) as VerdictRecord).id).toBe(ids[0]);

    const file = join(directory, "found.csv");
    expect(
      (await gavel("verdicts", "export", "--policy", "searched", "--violation", "1", "-o", file)).code,
    ).toBe(0);
    expect(parse(readFileSync(file, "utf8"), { columns: true })).toHaveLength(4);
    const lines = await gavel("verdicts", "export", "--policy", "searched", "--oldest-first");
    expect(lines.stdout.trimEnd().split("\n")).toHaveLength(7);
    const missing = await gavel("verdicts", "export", "-o", join(directory, "no", "such", "file"));
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining("cannot be opened") });

    const counts = await gavel(
      "verdicts",
      "counts",
      "--policy",
      "searched",
      "--by",
      "outcome",
      "--since",
      "7d",
    );
    expect(counts.stdout).toMatch(/^OUTCOME +COUNT\nviolation +4\nallowed +3\n$/);
  });

  it.each([
    [["--min-score", "2"], "must be a number from 0 to 1"],
    [["--since", "yesterday"], "must be a time such as"],
    [["--metadata", "=x"], "KEY or KEY=VALUE"],
    [["--review", "fine"], "must be one of"],
  ])("says what is wrong with %j", async (options, message) => {
    expect(await gavel("verdicts", ...options)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(message),
    });
  });
});

describe("GET /stats", () => {
  const validate = compileValidator<Stats>(statsSchema);

  it("returns figures of a day by default, and of one policy on request", async () => {
    const response = await http.call("/stats?policy_id=searched");
    const body: unknown = await response.json();
    expect(validate(body)).toMatchObject({ ok: true });
    const { data, bucket_seconds: width } = body as Stats;
    expect(width).toBe(900);
    expect(data.reduce((sum, row) => sum + row.violation, 0)).toBe(4);
    expect(data.reduce((sum, row) => sum + row.allowed, 0)).toBe(3);
  });

  it("refuses a period that ends before it begins, and times that do not exist", async () => {
    const reversed = await http.call("/stats?since=2026-11-02T00:00:00Z&until=2026-11-01T00:00:00Z");
    expect((await problemOf(reversed)).errors).toEqual([
      { pointer: "/since", message: "must be before until" },
    ]);
    expect((await http.call("/stats?since=2026-02-30T00:00:00Z")).status).toBe(400);
  });
});
