import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { eventually } from "../../helpers/eventually.ts";

type RunLimited = (
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly limitMs: number; readonly graceMs?: number },
) => Promise<string | null>;

const script = new URL("../../../scripts/run-limited.mjs", import.meta.url).href;
const { runLimited } = (await import(script)) as { readonly runLimited: RunLimited };

describe("runLimited", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "gavel-limit-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const run = (source: string, limitMs = 600_000) =>
    runLimited(process.execPath, ["-e", source], { cwd: directory, limitMs, graceMs: 300 });

  /** A process that ignores SIGTERM and writes its id to the file. */
  const deaf = (file: string) =>
    `process.on("SIGTERM", () => {}); require("fs").writeFileSync("${file}", String(process.pid)); setInterval(() => {}, 1000);`;
  const isGone = (file: string) => {
    const written = path.join(directory, file);
    // On a busy machine it may have been ended before it wrote the file.
    if (!existsSync(written)) return;
    expect(() => process.kill(Number(readFileSync(written, "utf8")), 0)).toThrow("ESRCH");
  };

  it("returns null when the command succeeds, otherwise how it ended", async () => {
    expect(await run("")).toBeNull();
    expect(await run("process.exit(3)")).toBe("ended with code 3");
    expect(await run("process.kill(process.pid, 'SIGKILL')")).toBe("ended with SIGKILL");
    expect(await runLimited("/no/such/command", [], { limitMs: 600_000 })).toBe(
      "could not be started (ENOENT)",
    );
  });

  it("ends everything that the command started when the limit is reached, and names the limit", async () => {
    const source = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(deaf("grandchild"))}]); ${deaf("child")}`;
    expect(await run(source, 3000)).toBe("stopped: it took longer than 3 seconds");
    await eventually(() => isGone("child"));
    await eventually(() => isGone("grandchild"));
  });

  it("ends what a failed command left running", async () => {
    const source = `
      const child = require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(deaf("left"))}]);
      const look = setInterval(() => require("fs").existsSync("left") && process.exit(1), 20);`;
    expect(await run(source)).toBe("ended with code 1");
    await eventually(() => isGone("left"));
  });
});
