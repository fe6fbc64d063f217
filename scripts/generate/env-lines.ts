import type { SettingTable } from "../../service/config/setting.ts";

const WIDTH = 110;

/** Groups of settings as lines of an environment file. Every line is a comment: nothing is set. */
export function envLines(groups: Readonly<Record<string, SettingTable>>): string {
  return Object.entries(groups)
    .map(([title, settings]) => `# --- ${title} ---\n\n${entries(settings)}`)
    .join("\n");
}

function entries(settings: SettingTable): string {
  return Object.entries(settings)
    .map(([name, { type, default: text, meaning, example }]) => {
      const sentences = `${plain(meaning)} (${plain(type.label)})`;
      return `${wrap(sentences)}\n#${name}=${text ?? example ?? ""}\n`;
    })
    .join("\n");
}

/** Markdown without code marks, and with links as the paths of their pages. */
function plain(markdown: string): string {
  return markdown
    .replaceAll("`", "")
    .replaceAll(/\[[^\]]*\]\(([^)#]*)[^)]*\)/g, (_, page: string) => `docs/${page}`);
}

function wrap(text: string): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1)!;
    if (line.length + word.length + 3 > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.map((line) => `# ${line}`).join("\n");
}
