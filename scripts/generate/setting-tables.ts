import type { SettingTable } from "../../service/config/setting.ts";

/** Groups of settings as Markdown: a heading and a table for each. */
export function settingTables(groups: Readonly<Record<string, SettingTable>>): string {
  return Object.entries(groups)
    .map(
      ([title, settings]) =>
        `## ${title}\n\n| Variable | Type | Default | Meaning |\n|---|---|---|---|\n${rows(settings)}`,
    )
    .join("\n");
}

function rows(settings: SettingTable): string {
  return Object.entries(settings)
    .map(([name, { type, default: text, meaning }]) => {
      const shown = text === null ? "not set" : `\`${text}\``;
      return `| \`${name}\` | ${type.label} | ${shown} | ${meaning} |\n`;
    })
    .join("");
}
