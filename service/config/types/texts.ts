import { resolve } from "node:path";
import { type SettingType, settingType } from "../setting.ts";

export const text: SettingType<string> = { label: "text", parse: (value) => ({ value }) };

/** Read as an absolute path. */
export const path: SettingType<string> = { label: "path", parse: (value) => ({ value: resolve(value) }) };

export function choice<const T extends string>(choices: readonly T[]): SettingType<T> {
  return settingType(
    choices.map((one) => `\`${one}\``).join(", "),
    `must be one of: ${choices.join(", ")}`,
    (value) => choices.find((one) => one === value) ?? null,
  );
}

export const currency: SettingType<string> = settingType(
  "currency",
  "must be the three letters of a currency (ISO 4217), such as USD",
  (value) => (/^[A-Z]{3}$/.test(value) ? value : null),
);

export const boolean: SettingType<boolean> = settingType(
  "`true`, `false`",
  "must be one of: true, false",
  (value) => ({ true: true, false: false })[value] ?? null,
);

export function url(protocols: readonly string[]): SettingType<string> {
  return settingType(
    "URL",
    `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
    (value) => (URL.canParse(value) && protocols.includes(new URL(value).protocol) ? value : null),
  );
}

/** Origins or base URLs. */
export const serverUrls: SettingType<readonly string[]> = settingType(
  "URLs, comma-separated",
  "must be one or more different URLs, separated by commas, that start with http:// or https:// and contain no password",
  (value) => {
    const urls = value.split(",").map((one) => one.trim());
    return new Set(urls).size === urls.length && urls.every(isServerUrl) ? urls : null;
  },
);

function isServerUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password, search, hash } = new URL(value);
  return /^https?:$/.test(protocol) && username + password + search + hash === "";
}
