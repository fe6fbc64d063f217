import { readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { PgliteDatabase } from "../../service/storage/database/pglite-database.ts";
import { makeDataDirectory, type TestDirectory } from "../helpers/pglite.ts";
import { startServiceProcess } from "../helpers/service-process.ts";

describe("damaged files of PGlite", () => {
  const directories: TestDirectory[] = [];
  afterEach(() => directories.splice(0).forEach((directory) => directory.remove()));

  function makeFiles(): { readonly directory: string; readonly files: string; readonly segment: string } {
    const directory = makeDataDirectory();
    directories.push(directory);
    const files = join(directory.path, "pgdata");
    const log = join(files, "pg_wal");
    const [segment = ""] = readdirSync(log).filter((name) => /^[0-9A-F]{24}$/.test(name));
    return { directory: directory.path, files, segment: join(log, segment) };
  }

  async function messageOfStart(directory: string): Promise<string> {
    const database = new PgliteDatabase({ directory, onError: () => undefined });
    const error = await database.start().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ name: "DatabaseFilesError" });
    return (error as Error).message;
  }

  it("in the write-ahead log: names the file and both remedies", async () => {
    const { directory, files, segment } = makeFiles();
    writeFileSync(segment, Buffer.alloc(16 * 1024 * 1024));
    const message = await messageOfStart(directory);
    expect(message).toContain(`its write-ahead log is damaged: ${segment} has an invalid header`);
    expect(message).toContain("Restore DATA_DIR from a backup");
    expect(message).toContain(`move ${files} to another directory`);
  });

  it("with a truncated or missing write-ahead log or control file: names it", async () => {
    const cut = makeFiles();
    truncateSync(cut.segment, 4096);
    expect(await messageOfStart(cut.directory)).toContain(`is truncated: ${cut.segment} has 4096 bytes`);
    const gone = makeFiles();
    rmSync(gone.segment);
    expect(await messageOfStart(gone.directory)).toContain("its write-ahead log");
    const control = makeFiles();
    truncateSync(join(control.files, "global", "pg_control"), 100);
    expect(await messageOfStart(control.directory)).toContain("pg_control has 100 bytes");
  });

  it("end the service with that one line and no stack trace", async () => {
    const { directory, segment } = makeFiles();
    truncateSync(segment, 4096);
    const started = startServiceProcess("service/main.ts", {
      DATA_DIR: directory,
      GAVEL_ENGINE: "remote",
      GAVEL_ENGINE_URLS: "http://127.0.0.1:9",
    });
    const error = await started.catch((thrown: unknown) => thrown as Error);
    expect(error).toBeInstanceOf(Error);
    const { message } = error as Error;
    expect(message).toContain("gavel: The embedded database in");
    expect(message).not.toMatch(/^\s+at /m);
  });
});
