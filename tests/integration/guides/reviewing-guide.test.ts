import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readLibraryPolicy } from "../../../policies/library.ts";
import { ReadingEngine } from "../http/reading-engine.ts";
import { GuideService, rootPath } from "./guide-service.ts";

const PAGE = "docs/reviewing.md";

let guide: GuideService;
beforeAll(async () => {
  const engine = new ReadingEngine((_, content) => {
    const isSpam = /course|phone|prize/i.test(content);
    return {
      violation: isSpam ? 1 : 0,
      policy_category: isSpam ? "SP1" : "SP0",
      rationale: isSpam ? "An offer that the reader did not ask for." : "Nothing is promoted.",
      confidence: content.includes("?") ? "low" : "high",
    };
  });
  guide = await GuideService.start(engine);
  // As the quickstart does.
  await guide.http.putPolicy("spam", readLibraryPolicy("spam"));
});
afterAll(() => guide?.stop());

describe(PAGE, () => {
  // To write the output again: npx vitest run --project integration tests/integration/guides -u
  it("works when its commands are entered from top to bottom, and shows what they print", async () => {
    await expect(await guide.run(PAGE)).toMatchFileSnapshot(rootPath(PAGE));
  });
});
