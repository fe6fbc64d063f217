import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const ASSETS = new URL("../../dist/dashboard/assets/", import.meta.url);

/** What a script loads at once, and what it may load later. */
const STATIC = /(?:from|import)\s*"(?:\.|\/app\/assets)\/([^"]+\.js)"/g;
const LATER = /import\("(?:\.|\/app\/assets)\/([^"]+\.js)"\)/g;

const textOf = (name: string): string => readFileSync(new URL(name, ASSETS), "utf8");
const named = (name: string, pattern: RegExp): string[] =>
  [...textOf(name).matchAll(pattern)].map(([, file]) => file ?? "");

/** A script with everything that is loaded together with it. */
function together(name: string, loaded: Set<string> = new Set()): Set<string> {
  if (loaded.has(name)) return loaded;
  loaded.add(name);
  for (const file of named(name, STATIC)) together(file, loaded);
  return loaded;
}

/** Bytes of scripts, compressed as they are served. */
const sizeOf = (names: Iterable<string>): number =>
  [...new Set(names)].reduce((sum, name) => sum + gzipSync(textOf(name), { level: 9 }).length, 0);

export interface PageScripts {
  /** The page's own file, and the part of it that is loaded last. */
  readonly page: string;
  readonly part: string;
  readonly bytes: number;
}

/** What each page of the built dashboard loads, and all scripts together. */
export function scriptSizes(): {
  readonly pages: readonly PageScripts[];
  readonly total: number;
  readonly files: number;
} {
  const all = readdirSync(ASSETS).filter((name) => name.endsWith(".js"));
  const first = together(all.find((name) => /^app-\w+\.js$/.test(name)) ?? "");
  const pages = [...new Set([...first].flatMap((name) => named(name, LATER)))].flatMap((page) => {
    const own = together(page);
    const parts = [...own].flatMap((name) => named(name, LATER));
    return [page, ...parts].map((part) => ({
      page,
      part,
      bytes: sizeOf([...first, ...own, ...together(part)]),
    }));
  });
  return { pages, total: sizeOf(all), files: all.length };
}
