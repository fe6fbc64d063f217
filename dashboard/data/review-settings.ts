/** A reviewer's own settings, which are stored only in this browser. */
export interface ReviewSettings {
  /** Whose decisions these are, if several people share a key. Empty: the name of the key. */
  readonly reviewer: string;
  /** Which content is blurred until it is revealed. "marked": that of policies with `sensitive: true`. */
  readonly shield: "marked" | "always" | "never";
  readonly greyscale: boolean;
  /** The radius of the blur, in pixels. */
  readonly strength: number;
  readonly breaks: boolean;
  /** A break is suggested after this many minutes, or items. */
  readonly breakMinutes: number;
  readonly breakItems: number;
}

export const DEFAULT_SETTINGS: ReviewSettings = {
  reviewer: "",
  shield: "marked",
  greyscale: true,
  strength: 6,
  breaks: true,
  breakMinutes: 25,
  breakItems: 60,
};

/** The limits of strength, minutes and items. */
export const LIMITS = { strength: [2, 16], breakMinutes: [5, 120], breakItems: [10, 500] } as const;

/** The API's limit of a reviewer's name. */
const MAX_NAME = 100;

/** Reads stored settings, which another version of the page may have written: anything unknown becomes the default. */
export function readSettings(stored: unknown): ReviewSettings {
  const given = (typeof stored === "object" && stored !== null ? stored : {}) as Partial<
    Record<keyof ReviewSettings, unknown>
  >;
  const number = (name: keyof typeof LIMITS): number => {
    const value = given[name];
    const [low, high] = LIMITS[name];
    return typeof value === "number" && value >= low && value <= high ? value : DEFAULT_SETTINGS[name];
  };
  const flag = (name: "greyscale" | "breaks"): boolean =>
    typeof given[name] === "boolean" ? given[name] : DEFAULT_SETTINGS[name];
  const shields = ["marked", "always", "never"] as const;
  return {
    reviewer: typeof given.reviewer === "string" ? given.reviewer : "",
    shield: shields.find((shield) => shield === given.shield) ?? DEFAULT_SETTINGS.shield,
    greyscale: flag("greyscale"),
    strength: number("strength"),
    breaks: flag("breaks"),
    breakMinutes: number("breakMinutes"),
    breakItems: number("breakItems"),
  };
}

/** The name under which decisions are stored. */
export function reviewerName(entered: string, keyName: string): string {
  const name = entered.trim() === "" ? keyName.trim() : entered.trim();
  return name.slice(0, MAX_NAME).trim();
}

/** Whether to blur content at first. Content of an unknown policy is treated as marked. */
export function isShielded(mode: ReviewSettings["shield"], sensitive: boolean | undefined): boolean {
  if (mode === "marked") return sensitive !== false;
  return mode === "always";
}
