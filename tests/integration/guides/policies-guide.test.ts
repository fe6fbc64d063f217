import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ReadingEngine } from "../http/reading-engine.ts";
import { GuideService, rootPath } from "./guide-service.ts";

const PAGE = "docs/policies.md";
const FOLDER = "docs/examples/listings";

const FORBIDDEN = /kittens|puppies|parrot|cigarettes|cigars|rifle|pistol|antibiotics/i;
const MISLEADING = /like new|replica|famous brand/i;

/** A simple rule instead of a model, at the interface of the engine: it knows some words, and what the policy says about others. */
function judge(policy: string, content: string) {
  const codeWords = /Code words: (.*)/.exec(policy)?.[1] ?? "";
  const coded = [...codeWords.matchAll(/"([^"]+)"/g)].find(([, word = ""]) =>
    content.toLowerCase().includes(word),
  )?.[1];
  const forbidden = coded ?? FORBIDDEN.exec(content)?.[0];
  const harmless = policy.includes("Toy:") ? /toy|poster/i.exec(content)?.[0] : undefined;
  const misleading = MISLEADING.exec(content)?.[0];
  const category =
    forbidden !== undefined && harmless === undefined ? "ML2" : misleading === undefined ? "ML0" : "ML1";
  const isOpposite = policy.includes("Opposite");
  const [word, meaning] =
    category === "ML2"
      ? [forbidden, "names a forbidden good"]
      : category === "ML1"
        ? [misleading, "misleads"]
        : [harmless, "is harmless"];
  return {
    violation: (category === "ML0") === isOpposite ? 1 : 0,
    policy_category: category,
    rationale: word === undefined ? "Nothing forbidden is offered." : `“${word.toLowerCase()}” ${meaning}.`,
  } as const;
}

let guide: GuideService;
beforeAll(async () => {
  guide = await GuideService.start(new ReadingEngine(judge), FOLDER);
});
afterAll(() => guide?.stop());

describe(PAGE, () => {
  it("shows the policy that its commands use", () => {
    const [, shown] = /^```markdown\n([\s\S]*?)^```$/m.exec(readFileSync(rootPath(PAGE), "utf8")) ?? [];
    expect(shown).toBe(readFileSync(rootPath(`${FOLDER}/listings.md`), "utf8"));
  });

  // To write the output again: npx vitest run --project integration tests/integration/guides -u
  it("works when its commands are entered from top to bottom, and shows what they print", async () => {
    await expect(await guide.run(PAGE)).toMatchFileSnapshot(rootPath(PAGE));
  });
});
