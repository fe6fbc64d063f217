import { type SettingType, settingType } from "../setting.ts";
import { weaknessOf } from "../weak-key.ts";

/** A secret of visible ASCII characters: it may be part of a header. */
export function secret({ min, max }: { readonly min: number; readonly max: number }): SettingType<string> {
  const length = min === 1 ? `up to ${max}` : `${min} to ${max}`;
  return settingType("secret", `must be ${length} printable ASCII characters without spaces`, (text) =>
    /^[\x21-\x7e]+$/.test(text) && text.length >= min && text.length <= max ? text : null,
  );
}

/** A secret that must not be easy to guess. */
export function strongSecret(length: { readonly min: number; readonly max: number }): SettingType<string> {
  const { label, parse } = secret(length);
  return {
    label,
    parse: (text) => {
      const parsed = parse(text);
      const weakness = "fault" in parsed ? null : weaknessOf(text);
      return weakness === null
        ? parsed
        : { fault: `is too weak: it ${weakness}; create one with: openssl rand -hex 32` };
    },
  };
}
