/** How the text of a variable is read. */
export interface SettingType<T> {
  /** Its name in the documentation. */
  readonly label: string;
  readonly parse: (text: string) => ParsedSetting<T>;
}

/** `fault` completes a sentence that starts with the variable's name, and never contains the text. */
export type ParsedSetting<T> = { readonly value: T } | { readonly fault: string };

/** One environment variable of the service. */
export interface Setting<T = unknown> {
  readonly type: SettingType<T>;
  /** As it would be written in the environment; null: not set. */
  readonly default: string | null;
  /** In Markdown, with links relative to docs/. */
  readonly meaning: string;
  /** A value that .env.example shows if there is no default. */
  readonly example?: string;
}

export type SettingTable = Readonly<Record<string, Setting>>;

/** The type of a setting's value: null only if it has no default. */
export type SettingValue<S extends Setting> =
  S["type"] extends SettingType<infer T> ? (S["default"] extends string ? T : T | null) : never;

/** A type whose values have one requirement: `parse` returns null for a text that does not meet it. */
export function settingType<T>(
  label: string,
  requirement: string,
  parse: (text: string) => T | null,
): SettingType<T> {
  return {
    label,
    parse: (text) => {
      const value = parse(text);
      return value === null ? { fault: requirement } : { value };
    },
  };
}
