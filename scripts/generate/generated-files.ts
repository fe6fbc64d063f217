import { readFileSync } from "node:fs";
import { OUTCOME_ERRORS } from "../../service/error-catalogue/outcome-errors.ts";
import { REQUEST_ERRORS } from "../../service/error-catalogue/request-errors.ts";
import { SETTING_GROUPS } from "../../service/config/settings/settings.ts";
import { envLines } from "./env-lines.ts";
import { errorSections } from "./error-sections.ts";
import { fillSection } from "./fill-section.ts";
import { outcomeErrors } from "./outcome-errors.ts";
import { settingTables } from "./setting-tables.ts";

const ROOT = new URL("../../", import.meta.url);

export interface GeneratedFile {
  readonly url: URL;
  /** The file's text after generation, from its text before. */
  readonly generate: (text: string) => string;
}

/** The files of which a part is generated, by their path in the repository. */
export const GENERATED_FILES: Readonly<Record<string, GeneratedFile>> = {
  "docs/errors.md": file("docs/errors.md", (text) =>
    fillSection(
      fillSection(text, "request errors", errorSections(REQUEST_ERRORS, { withStatus: true })),
      "outcomes",
      errorSections(OUTCOME_ERRORS, { withStatus: false }),
    ),
  ),
  "docs/configuration.md": file("docs/configuration.md", (text) =>
    fillSection(text, "settings", settingTables(SETTING_GROUPS)),
  ),
  "dashboard/pages/operations/queue/outcome-errors.json": file(
    "dashboard/pages/operations/queue/outcome-errors.json",
    () => `${JSON.stringify(outcomeErrors(OUTCOME_ERRORS), null, 2)}\n`,
  ),
  ".env.example": file(".env.example", (text) => fillSection(text, "settings", envLines(SETTING_GROUPS))),
};

/** The text of a file as it is, and as it is generated. */
export function readGenerated({ url, generate }: GeneratedFile): {
  readonly current: string;
  readonly generated: string;
} {
  const current = readFileSync(url, "utf8");
  return { current, generated: generate(current) };
}

function file(path: string, generate: GeneratedFile["generate"]): GeneratedFile {
  return { url: new URL(path, ROOT), generate };
}
