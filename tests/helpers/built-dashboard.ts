import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SOURCES = ["dashboard", "packages/client/src", "scripts/build-dashboard.mjs"];
const TARGET = path.join(ROOT, "dist", "dashboard");

/** Builds the dashboard that the service serves, if a source is newer than the last build. */
export async function provideDashboard(): Promise<void> {
  const page = path.join(TARGET, "index.html");
  const builtAt = existsSync(page) ? statSync(page).mtimeMs : 0;
  if (SOURCES.every((source) => changedAt(path.join(ROOT, source)) < builtAt)) return;
  const script = new URL("../../scripts/build-dashboard.mjs", import.meta.url).href;
  const { buildDashboard } = (await import(script)) as {
    readonly buildDashboard: (target: string) => Promise<void>;
  };
  await buildDashboard(TARGET);
}

function changedAt(file: string): number {
  const { mtimeMs } = statSync(file);
  if (!statSync(file).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(file).map((name) => changedAt(path.join(file, name))));
}
