import { DEFAULT_SETTINGS, readSettings, type ReviewSettings } from "./review-settings.ts";

const STORED_AS = "gavel.review";

export function loadSettings(): ReviewSettings {
  try {
    return readSettings(JSON.parse(localStorage.getItem(STORED_AS) ?? "{}"));
  } catch {
    return DEFAULT_SETTINGS;
  }
}

export function saveSettings(settings: ReviewSettings): void {
  try {
    localStorage.setItem(STORED_AS, JSON.stringify(settings));
  } catch {
    // Kept until the page is loaded again.
  }
}
