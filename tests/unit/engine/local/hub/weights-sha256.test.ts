import { createHash } from "node:crypto";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { weightsSha256 } from "../../../../../engine/local/hub/weights-sha256.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "gavel-weights-"));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const write = (name: string, text: string): Promise<void> => writeFile(path.join(directory, name), text);

async function writeLarge(name: string): Promise<void> {
  await write(name, "");
  await truncate(path.join(directory, name), 1024 ** 3 + 1);
}

describe("weightsSha256", () => {
  it("is that of the only file, and changes with it", async () => {
    await write("config.json", "{}");
    await write("model.safetensors", "weights");
    expect(await weightsSha256(directory)).toBe(sha256("weights"));
    await write("model.safetensors", "others");
    expect(await weightsSha256(directory)).toBe(sha256("others"));
  });

  it("is that of the list of several files, as sha256sum prints it", async () => {
    await write("b.safetensors", "second");
    await write("a.safetensors", "first");
    const list = `${sha256("first")}  a.safetensors\n${sha256("second")}  b.safetensors\n`;
    expect(await weightsSha256(directory)).toBe(sha256(list));
  });

  it("is the recorded one of large files that were pulled, and unknown for others", async () => {
    await writeLarge("model.safetensors");
    expect(await weightsSha256(directory)).toBeNull();
    const file = { path: "model.safetensors", size: 1024 ** 3 + 1, checksum: `sha256:${"5".repeat(64)}` };
    const record = { repo: "a/b", revision: "main", commit: "c".repeat(40), files: [file] };
    await write("gavel-pull.json", JSON.stringify(record));
    expect(await weightsSha256(directory)).toBe("5".repeat(64));
  });

  it("is unknown without weights", async () => {
    expect(await weightsSha256(directory)).toBeNull();
  });
});
