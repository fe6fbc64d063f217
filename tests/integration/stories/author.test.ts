import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../../helpers/eventually.ts";
import { GOLDEN_CSV, policy } from "./spam-policy.ts";
import { DEPLOYMENTS, StoryService } from "./story-service.ts";

describe.each(DEPLOYMENTS)("an author on %s", (deployment) => {
  let story: StoryService;
  beforeAll(async () => {
    story = await StoryService.start(deployment);
  });
  afterAll(() => story?.stop());

  it("lints, tests, ships, watches and corrects a policy", async () => {
    // Lint finds a code that is not defined. Fix it.
    const file = await story.write("spam.md", policy("prize, loan", "Judge jokes by SP7.\n"));
    const warned = await story.gavel("policy", "lint", file);
    expect(warned).toMatchObject({ code: 1 });
    expect(warned.stdout).toContain("SP7");
    await story.write("spam.md", policy("prize, loan"));
    expect(await story.gavel("policy", "lint", file)).toMatchObject({ code: 0 });

    // Import golden items. A record without content is reported, not imported.
    const cases = await story.write("cases.csv", GOLDEN_CSV);
    const imported = await story.gavel("golden", "push", "cases", cases);
    expect(imported, imported.stderr).toMatchObject({ code: 0 });
    expect(imported.stdout).toContain("cases@1: 11 items");
    expect(imported.stderr).toContain("Skipped 1 record");

    // A version with targets is active only after an evaluation that meets them.
    await story.gavel("policy", "push", "spam", file);
    expect(await story.gavel("policy", "activate", "spam", "1")).toMatchObject({ code: 1 });
    const evaluated = await story.gavel("eval", "spam@1", "--golden", "cases@1");
    expect(evaluated, evaluated.stderr + evaluated.stdout).toMatchObject({ code: 0 });
    expect(evaluated.stdout).toMatch(/accuracy +1\.000/);
    expect(await story.gavel("policy", "activate", "spam", "1")).toMatchObject({ code: 0 });

    // A change for the worse: the gate refuses it.
    await story.write("spam.md", policy("prize"));
    await story.gavel("policy", "push", "spam", file);
    const worse = await story.gavel("eval", "spam@2", "--golden", "cases@1");
    expect(worse.stdout).toContain("Wrong:");
    expect(worse.stdout).toContain("loan-1");
    const compared = await story.gavel("compare", "spam@1", "spam@2", "--golden", "cases@1", "--gate");
    expect(compared, compared.stderr).toMatchObject({ code: 1 });
    expect(compared.stdout).toContain("loan-1");
    expect(compared.stdout).toContain("SP1: it offers a loan.");
    const refused = await story.gavel("policy", "activate", "spam", "2");
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toMatch(/recall is 0\.333/);
    expect(refused.stderr).toContain("a significant loss");
    expect((await story.classify("spam", "A loan for you")).policy.version).toBe(1);

    // Fix it, evaluate it, and activate it.
    await story.write("spam.md", policy("prize, loan, lottery"));
    await story.gavel("policy", "push", "spam", file);
    expect(await story.gavel("eval", "spam@3", "--golden", "cases@1")).toMatchObject({ code: 0 });
    expect(await story.gavel("policy", "activate", "spam", "3")).toMatchObject({ code: 0 });
    expect((await story.gavel("policy", "diff", "spam@1", "spam@3")).stdout).toContain("lottery");

    // The next candidate also judges live items, invisibly to callers.
    await story.write("spam.md", policy("prize, loan, lottery, casino"));
    await story.gavel("policy", "push", "spam", file);
    expect(await story.gavel("shadow", "start", "spam@4", "--share", "1")).toMatchObject({ code: 0 });
    const casino = await story.classify("spam", "The casino is open?");
    expect(casino).toMatchObject({ policy: { version: 3 }, verdict: { violation: 0, confidence: "low" } });
    await story.classify("spam", "Dinner at eight");
    await eventually(async () => {
      const report = await story.gavel("shadow", "report", "spam");
      expect(report.stdout).toContain(casino.id);
    });
    expect(await story.gavel("shadow", "stop", "spam")).toMatchObject({ code: 0 });

    // A person corrects the unsure verdict, and the decision becomes a golden item.
    expect(casino.review).toMatchObject({ state: "needs_review", reasons: ["confidence"] });
    const next = await story.gavel("review", "next", "--policy", "spam", "--reviewer", "Ann");
    expect(next.stdout).toContain("The casino is open?");
    const decided = await story.gavel(
      ...["review", "decide", casino.id, "overturn", "--violation", "1", "--category", "SP1"],
      ...["--reason", "A casino is an offer.", "--reviewer", "Ann"],
    );
    expect(decided, decided.stderr).toMatchObject({ code: 0 });
    const reviewed = story.file("reviewed.jsonl");
    await story.gavel("review", "export", "--policy", "spam", "--output", reviewed);
    expect(await readFile(reviewed, "utf8")).toContain("The casino is open?");
    expect((await story.gavel("golden", "push", "reviewed", reviewed)).stdout).toContain(
      "reviewed@1: 1 item",
    );

    // The candidate judges the stored records again.
    const replayed = await story.gavel("replay", "spam@4");
    expect(replayed, replayed.stderr).toMatchObject({ code: 0 });
    expect(replayed.stdout).toContain(casino.id);
  });
});
