import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

const { include: compiled } = JSON.parse(read("tsconfig.build.json")) as {
  readonly include: readonly string[];
};
/** The folders that a build reads. */
const include = [...compiled, "dashboard"];

describe("what the build reads", () => {
  it.each(include)("%s is part of the image's build", (folder) => {
    expect(existsSync(path.join(root, folder))).toBe(true);
    expect(read("Dockerfile").split("\n")).toContain(`COPY ${folder} ${folder}`);
    expect(read(".dockerignore").split("\n")).toContain(`!${folder}`);
  });

  it.each(include)("the quickstart rebuilds when %s changes", (folder) => {
    expect(read("scripts/quickstart.mjs")).toContain(`    "${folder}",\n`);
  });
});
