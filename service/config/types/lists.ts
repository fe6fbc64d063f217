import { type SettingType, settingType } from "../setting.ts";
import { type KeyLimits, parseKeyLimits } from "../key-limits.ts";
import { parsePolicyList, parsePolicySets } from "../policy-lists.ts";
import type { PolicyRef } from "../../../schemas/policy-ref.ts";

export const policyList: SettingType<readonly PolicyRef[]> = settingType(
  "policies",
  "must be up to eight policies, each once: spam,hate@3",
  parsePolicyList,
);

export const policySets: SettingType<Readonly<Record<string, readonly PolicyRef[]>>> = settingType(
  "policies by name",
  "must be sets of up to eight policies by name: default=spam,hate;strict=spam@3",
  parsePolicySets,
);

export const keyLimits: SettingType<Readonly<Record<string, Partial<KeyLimits>>>> = settingType(
  "limits by key id",
  "must be limits by key id, of weight, rate, concurrent and share: 3fa85f64a1b2=weight:3,rate:600;0c1d2e3f4a5b=share:20",
  parseKeyLimits,
);
