/** How much of the service one key may use. */
export interface KeyLimits {
  /** Weight in fair queueing; keys have 1 by default. */
  readonly weight: number;
  /** Null: no limit. */
  readonly requestsPerMinute: number | null;
  /** Concurrent requests in one process. */
  readonly concurrentRequests: number;
  /** Share of the maximum queue depth, in percent. */
  readonly queueSharePercent: number;
}

export interface KeyLimitSettings {
  /** Applies to whatever `byKey` does not set. */
  readonly default: KeyLimits;
  readonly byKey: Readonly<Record<string, Partial<KeyLimits>>>;
}

const FIELDS: Readonly<
  Record<string, { readonly name: keyof KeyLimits; readonly min: number; readonly max: number }>
> = {
  weight: { name: "weight", min: 1, max: 1000 },
  rate: { name: "requestsPerMinute", min: 1, max: 10_000_000 },
  concurrent: { name: "concurrentRequests", min: 1, max: 1_000_000 },
  share: { name: "queueSharePercent", min: 1, max: 100 },
};

/**
 * Parses `3fa85f64a1b2=weight:3,rate:600;0c1d2e3f4a5b=share:100`, limits by key id. Returns null if it is malformed.
 */
export function parseKeyLimits(text: string): Readonly<Record<string, Partial<KeyLimits>>> | null {
  const byKey: Record<string, Partial<KeyLimits>> = {};
  for (const part of text.split(";").filter((one) => one.trim() !== "")) {
    const [id = "", list = "", ...rest] = part.split("=").map((side) => side.trim());
    const limits = parseLimits(list);
    if (!/^[a-z0-9]{1,64}$/.test(id) || rest.length > 0 || limits === null || Object.hasOwn(byKey, id)) {
      return null;
    }
    byKey[id] = limits;
  }
  return byKey;
}

function parseLimits(list: string): Partial<KeyLimits> | null {
  const limits: Partial<Record<keyof KeyLimits, number>> = {};
  for (const setting of list.split(",")) {
    const [word = "", value = "", ...rest] = setting.split(":").map((side) => side.trim());
    const field = Object.hasOwn(FIELDS, word) ? FIELDS[word] : undefined;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (field === undefined || rest.length > 0 || !(number >= field.min && number <= field.max)) return null;
    if (limits[field.name] !== undefined) return null;
    limits[field.name] = number;
  }
  return limits;
}

/** Returns a key's own limits, with defaults for those that it does not have. */
export function limitsOf({ default: general, byKey }: KeyLimitSettings, keyId: string): KeyLimits {
  return { ...general, ...(Object.hasOwn(byKey, keyId) ? byKey[keyId] : {}) };
}
