import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";

const ASSETS = new URL("../../../dist/dashboard/assets/", import.meta.url);
const MOST_BYTES = 60_000;

it("has at most 60 kB of scripts, compressed, all pages together", () => {
  const scripts = readdirSync(fileURLToPath(ASSETS)).filter((name) => name.endsWith(".js"));
  const sizes = scripts.map((name) => gzipSync(readFileSync(new URL(name, ASSETS)), { level: 9 }).length);
  expect(scripts.length).toBeGreaterThan(3);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MOST_BYTES);
});
