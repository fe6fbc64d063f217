import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const ROOT = new URL("../../../", import.meta.url);
const FOLDERS = "schemas|policies|evaluation|engine|service|cli|packages|scripts|tests|training|docs|\\.ci";

/** Names in backticks that begin with a folder of the repository, without placeholders and patterns. */
function pathsIn(page: string): readonly string[] {
  const text = readFileSync(new URL(page, ROOT), "utf8");
  const names = [...text.matchAll(/`([^`\s]+)`/g)].map((match) => match[1]!);
  return names.filter((name) => new RegExp(`^(?:${FOLDERS})/`).test(name) && !/[<>*{]/.test(name));
}

it.each(["CONTRIBUTING.md", "docs/architecture.md"])("every path in %s exists", (page) => {
  const paths = pathsIn(page);
  expect(paths.length).toBeGreaterThan(10);
  expect(paths.filter((path) => !existsSync(new URL(path, ROOT)))).toEqual([]);
});
