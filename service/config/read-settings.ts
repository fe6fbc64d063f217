import type { Setting, SettingTable, SettingValue } from "./setting.ts";

export type SettingValues<T extends SettingTable> = { readonly [Name in keyof T]: SettingValue<T[Name]> };

/**
 * Reads the value of every setting, its default included. A text that cannot be read is a fault, which contains the
 * variable's name and never its text. Such a setting gets its default, so that settings can be compared with each
 * other.
 */
export function readSettings<T extends SettingTable>(
  table: T,
  env: Readonly<Partial<Record<keyof T, string>>>,
): { readonly values: SettingValues<T>; readonly faults: readonly string[] } {
  const faults: string[] = [];
  const entries = Object.entries(table).map(([name, setting]) => {
    const text = env[name];
    if (text === undefined) return [name, defaultOf(setting)];
    const parsed = setting.type.parse(text);
    if ("value" in parsed) return [name, parsed.value];
    faults.push(`${name} ${parsed.fault}`);
    return [name, defaultOf(setting)];
  });
  return { values: Object.fromEntries(entries) as SettingValues<T>, faults };
}

function defaultOf({ type, default: text }: Setting): unknown {
  if (text === null) return null;
  const parsed = type.parse(text);
  if ("fault" in parsed) throw new Error(`the default ${text} ${parsed.fault}`);
  return parsed.value;
}
