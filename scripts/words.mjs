// npm run words [-- PATH...]: forbidden phrasings in source and docs, with the better wording. Ends with 1 when there
// are any. Plain Node.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./prepare.mjs";
import { findPhrasings } from "./words/find.mjs";
import { EXCLUDED, PHRASINGS, READ } from "./words/phrasings.mjs";

const paths = process.argv.slice(2).map((name) => path.resolve(name));
const files = execFileSync(
  "git",
  ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ...paths],
  {
    cwd: root,
    encoding: "utf8",
  },
)
  .split("\0")
  .filter((name) => READ.test(name) && !EXCLUDED.test(name));

let found = 0;
for (const name of new Set(files)) {
  let source;
  try {
    source = readFileSync(path.join(root, name), "utf8");
  } catch {
    continue; // Deleted, and not committed yet.
  }
  for (const { line, text, instead } of findPhrasings(name, source, PHRASINGS)) {
    found += 1;
    console.log(`${name}:${line}: "${text}": ${instead}`);
  }
}
if (found > 0) {
  console.log(`\n${found} forbidden phrasings. The list with reasons is scripts/words/phrasings.mjs.`);
  process.exitCode = 1;
}
