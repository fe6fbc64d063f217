import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ReviewItem } from "../../../schemas/review-item.ts";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { DEPLOYMENTS, StoryService } from "./story-service.ts";

const POLICY = `---
title: Spam
categories:
  - { code: SP0, violation: 0 }
  - { code: SP1, action: remove }
review: { confidence: low }
---
# Spam

## SP0 Not spam

Messages between people who know each other.

## SP1 Spam

Offers that nobody asked for. FIND: prize, loan
`;

describe.each(DEPLOYMENTS)("an analyst on %s", (deployment) => {
  let story: StoryService;
  beforeAll(async () => {
    story = await StoryService.start(deployment);
    await story.gavel("policy", "push", "spam", await story.write("spam.md", POLICY));
  });
  afterAll(() => story?.stop());

  it("finds violations, reads, overturns, exports, drafts a statement and verifies the log", async () => {
    const contents = ["A prize?", "A loan?", "A prize for all", "See you at lunch", "Lunch?"];
    const records = new Map<string, VerdictRecord>();
    for (const content of contents) records.set(content, await story.classify("spam", content));
    const idOf = (content: string): string => records.get(content)!.id;

    // Find a day's violations of a category.
    const search = ["--policy", "spam", "--since", "24h", "--category", "SP1"];
    const found = await story.gavel("verdicts", ...search, "--json");
    const ids = found.stdout
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as VerdictRecord).id);
    expect(ids.toSorted()).toEqual([idOf("A prize?"), idOf("A loan?"), idOf("A prize for all")].toSorted());

    // Read what was judged, and overturn two with a reason.
    for (let turn = 0; turn < 3; turn += 1) {
      const next = await story.gavel("review", "next", "--policy", "spam", "--reviewer", "Ann", "--json");
      const { id } = (JSON.parse(next.stdout) as { item: ReviewItem }).item;
      const isViolation = id !== idOf("Lunch?");
      const decision = isViolation
        ? ["overturn", "--violation", "0", "--reason", "A question is no offer."]
        : ["agree"];
      const decided = await story.gavel("review", "decide", id, ...decision, "--reviewer", "Ann");
      expect(decided, decided.stderr).toMatchObject({ code: 0 });
    }
    const appealed = await story.gavel(...["review", "appeal", idOf("A prize for all"), "It was a joke."]);
    expect(appealed, appealed.stderr).toMatchObject({ code: 0 });

    // Export what was overturned.
    const csv = story.file("overturned.csv");
    expect(await story.gavel("verdicts", "export", "--review", "overturned", "--output", csv)).toMatchObject({
      code: 0,
    });
    const rows = parse(await readFile(csv, "utf8"), { columns: true, bom: true }) as { id: string }[];
    expect(rows.map(({ id }) => id).toSorted()).toEqual([idOf("A prize?"), idOf("A loan?")].toSorted());

    // Draft a statement of reasons: it contains none of the content.
    const statement = await story.gavel(
      ...["verdicts", "statement", idOf("A prize for all"), "--visibility", "REMOVED"],
      ...["--category", "SCAMS_AND_FRAUD"],
    );
    expect(statement, statement.stderr).toMatchObject({ code: 0 });
    expect(statement.stdout).toContain("DECISION_VISIBILITY_CONTENT_REMOVED");
    expect(statement.stdout).not.toContain("A prize for all");

    // The log contains the reads and the decisions, and its chain holds.
    const verified = await story.gavel("audit", "verify");
    expect(verified, verified.stderr).toMatchObject({ code: 0 });
    expect((await story.gavel("audit", "list", "--json")).stdout).toContain("content");
  });
});
