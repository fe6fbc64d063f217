import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";

const ASSETS = new URL("../../../dist/dashboard/assets/", import.meta.url);
const MOST_BYTES = 60_000;

/** The scripts that a script loads immediately, and those that it may load later. */
const STATIC = /(?:from|import)\s*"(?:\.|\/app\/assets)\/([^"]+\.js)"/g;
const LATER = /import\("(?:\.|\/app\/assets)\/([^"]+\.js)"\)/g;

const textOf = (name: string): string => readFileSync(new URL(name, ASSETS), "utf8");
const named = (name: string, pattern: RegExp): string[] =>
  [...textOf(name).matchAll(pattern)].map(([, file]) => file ?? "");
const sizeOf = (name: string): number => gzipSync(textOf(name), { level: 9 }).length;

/** A script with everything that is loaded together with it. */
function together(name: string, loaded: Set<string> = new Set()): Set<string> {
  if (loaded.has(name)) return loaded;
  loaded.add(name);
  for (const file of named(name, STATIC)) together(file, loaded);
  return loaded;
}

it("loads at most 60 kB of scripts, compressed, for any page", () => {
  const first = together(readdirSync(ASSETS).find((name) => /^app-\w+\.js$/.test(name)) ?? "");
  const pages = [...first].flatMap((name) => named(name, LATER));
  expect(pages.length).toBeGreaterThan(3);
  for (const page of pages) {
    const parts = [...together(page)].flatMap((name) => named(name, LATER));
    for (const part of [page, ...parts]) {
      const loaded = new Set([...first, ...together(page), ...together(part)]);
      const size = [...loaded].reduce((sum, name) => sum + sizeOf(name), 0);
      expect({ page, part, isSmall: size <= MOST_BYTES }).toEqual({ page, part, isSmall: true });
    }
  }
});
