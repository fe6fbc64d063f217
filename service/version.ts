import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** The version in package.json, which lies above both the sources and what is built of them. */
export function readVersion(): string {
  for (let directory = import.meta.dirname; ; directory = path.dirname(directory)) {
    const file = path.join(directory, "package.json");
    if (existsSync(file))
      return String((JSON.parse(readFileSync(file, "utf8")) as { version?: unknown }).version);
    if (directory === path.dirname(directory)) return "unknown";
  }
}
