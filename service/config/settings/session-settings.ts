import type { SettingTable } from "../setting.ts";
import { duration } from "../types/numbers.ts";

export const SESSION_SETTINGS = {
  GAVEL_SESSION_HOURS: {
    type: duration("hours", { min: 1, max: 720 }),
    default: "12",
    meaning:
      "How long a session of the dashboard lasts, however much it is used. A change applies to later sign-ins.",
  },
  GAVEL_SESSION_IDLE_MINUTES: {
    type: duration("minutes", { min: 5, max: 43_200 }),
    default: "120",
    meaning: "A session of the dashboard ends after this long without a request.",
  },
} as const satisfies SettingTable;
