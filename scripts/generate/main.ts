/** Writes the generated parts of docs and settings files: `npm run generate`. */
import { writeFileSync } from "node:fs";
import { GENERATED_FILES, readGenerated } from "./generated-files.ts";

for (const [path, file] of Object.entries(GENERATED_FILES)) {
  const { current, generated } = readGenerated(file);
  if (generated === current) continue;
  writeFileSync(file.url, generated);
  console.log(`${path} is updated`);
}
