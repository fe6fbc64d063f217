import type { ReasoningEffort } from "../../../engine/engine.ts";
import { type SettingType, settingType } from "../setting.ts";

export const MEBIBYTE = 1024 * 1024;

const UNIT_MS = { milliseconds: 1, seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

export interface Range {
  readonly min: number;
  readonly max: number;
}

export function integer({ min, max }: Range): SettingType<number> {
  return settingType(`integer, ${min} to ${max}`, `must be a whole number from ${min} to ${max}`, (text) =>
    parseInteger(text, { min, max }),
  );
}

/** Read as milliseconds. */
export function duration(unit: keyof typeof UNIT_MS, range: Range): SettingType<number> {
  const { label, parse } = integer(range);
  return {
    label: label.replace("integer", unit),
    parse: (text) => {
      const parsed = parse(text);
      return "fault" in parsed ? parsed : { value: parsed.value * UNIT_MS[unit] };
    },
  };
}

/** Decimal digits, at most nine before and nine after the point. */
export const price: SettingType<number> = settingType(
  "number",
  "must be a number such as 0.15, without a currency",
  (text) => (/^\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : null),
);

const REASONING_TOKENS = { min: 0, max: 131_072 };

/** One number for every effort, or three for low, medium and high. */
export const reasoningTokens: SettingType<Readonly<Record<ReasoningEffort, number>>> = settingType(
  "1 or 3 integers",
  `must be one whole number, or three for low,medium,high, each up to ${REASONING_TOKENS.max}`,
  (text) => {
    const numbers = text.split(",").map((part) => parseInteger(part.trim(), REASONING_TOKENS));
    const [low = null, medium = low, high = medium] = numbers;
    const isComplete = numbers.length === 1 || numbers.length === 3;
    return isComplete && low !== null && medium !== null && high !== null ? { low, medium, high } : null;
  },
);

function parseInteger(text: string, { min, max }: Range): number | null {
  if (!/^\d{1,15}$/.test(text)) return null;
  const number = Number(text);
  return number >= min && number <= max ? number : null;
}
