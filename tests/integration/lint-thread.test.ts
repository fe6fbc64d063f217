import { afterEach, describe, expect, it } from "vitest";
import { parsePolicy } from "../../policies/parse-policy.ts";
import { LintThread } from "../../service/judging/lint-thread.ts";

const SETTINGS = {
  engine: {
    maxContextTokens: 131_072,
    maxReasoningTokens: { low: 256, medium: 1024, high: 4096 },
    defaultReasoningEffort: "low",
  },
  price: null,
} as const;

/** As long as a policy may be, with as much as possible to check. */
const HOSTILE = new TextEncoder().encode(`# A\n\n${'- "a" → 1, V1 may be V2\n'.repeat(7500)}`);

const threads: LintThread[] = [];
function start(): LintThread {
  const thread = new LintThread(SETTINGS);
  threads.push(thread);
  return thread;
}
afterEach(() => Promise.all(threads.splice(0).map((thread) => thread.close())));

describe("LintThread", () => {
  it("leaves the event loop free while it lints", async () => {
    const thread = start();
    await thread.lintDocument(new TextEncoder().encode("Flag insults."));
    let isDone = false;
    let turns = 0;
    const linting = thread.lintDocument(HOSTILE).finally(() => (isDone = true));
    while (!isDone) {
      turns += 1;
      await new Promise(setImmediate);
    }
    expect((await linting).findings).toContainEqual(expect.objectContaining({ rule: "hedge" }));
    // On the same thread there would be one or two.
    expect(turns).toBeGreaterThan(100);
  });

  it("lints the same stored version once", async () => {
    const thread = start();
    const policy = parsePolicy(
      new TextEncoder().encode("---\ntitle: A\n---\n# A\n\nFlag insults, usually.\n"),
    );
    const first = await thread.lintVersion(policy);
    expect(first.findings).toContainEqual(expect.objectContaining({ rule: "hedge" }));
    expect(await thread.lintVersion(policy)).toBe(first);
  });

  it("reports a document that would be refused", async () => {
    const lint = await start().lintDocument(new Uint8Array([0xff]));
    expect(lint).toMatchObject({ runnable: false, findings: [{ rule: "policy-not-utf8" }] });
  });

  it("rejects waiting work when it is closed", async () => {
    const thread = start();
    const linting = thread.lintDocument(HOSTILE).catch((error: unknown) => error);
    await thread.close();
    expect(await linting).toEqual(new Error("The thread of the linter has ended"));
  });
});
