import { describe, expect, it } from "vitest";
import type { Setting } from "../../../../service/config/setting.ts";
import { SETTING_GROUPS, SETTINGS } from "../../../../service/config/settings/settings.ts";

describe("the settings", () => {
  it("belong to one group each", () => {
    const grouped = Object.values(SETTING_GROUPS).flatMap((group) => Object.keys(group));
    expect(grouped).toEqual(Object.keys(SETTINGS));
    expect(new Set(grouped).size).toBe(grouped.length);
  });

  it.each(Object.entries<Setting>(SETTINGS))(
    "%s has a valid default or example, and a meaning",
    (_, setting) => {
      const shown = setting.default ?? setting.example;
      if (shown !== undefined) expect(setting.type.parse(shown)).toHaveProperty("value");
      expect(setting.meaning).toMatch(/^[A-Z`].*\.$/);
    },
  );
});
