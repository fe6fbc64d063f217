import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const migrations = join(root, "service/storage/migrations");

describe("the migrations", () => {
  const directories: string[] = [];
  afterEach(() => {
    for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
  });

  /** Runs `drizzle-kit generate` as drizzle.config.ts says, on a copy of the migrations. */
  function generate(): { readonly output: string; readonly files: readonly string[] } {
    const directory = mkdtempSync(join(tmpdir(), "gavel-migrations-"));
    directories.push(directory);
    const copy = join(directory, "migrations");
    cpSync(migrations, copy, { recursive: true });
    const config = join(directory, "drizzle.config.ts");
    writeFileSync(
      config,
      `import config from ${JSON.stringify(join(root, "drizzle.config.ts"))};
       export default { ...config, out: ${JSON.stringify(relative(root, copy))} };`,
    );
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [join(root, "node_modules/drizzle-kit/bin.cjs"), "generate", "--config", config],
      { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
    );
    return { output: stdout + stderr, files: filesIn(copy) };
  }

  it("create the declared tables: drizzle-kit has nothing to generate", () => {
    const { output, files } = generate();
    expect(output).toContain("No schema changes, nothing to migrate");
    expect(files).toEqual(filesIn(migrations));
  });

  it("have a snapshot each, without which drizzle-kit would generate earlier changes again", () => {
    const { entries } = JSON.parse(readFileSync(join(migrations, "meta/_journal.json"), "utf8")) as {
      readonly entries: readonly { readonly tag: string }[];
    };
    const expected = entries.flatMap(({ tag }) => [`${tag}.sql`, `meta/${tag.slice(0, 4)}_snapshot.json`]);
    expect(filesIn(migrations)).toEqual(["meta/_journal.json", ...expected].toSorted());
  });
});

function filesIn(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .toSorted();
}
