const STORED_AS = "gavel.single-keys";

/**
 * Whether keys without Ctrl do anything in this browser: people who use speech input, or press keys by accident, can
 * turn them off.
 */
export function singleKeysEnabled(): boolean {
  try {
    return localStorage.getItem(STORED_AS) !== "off";
  } catch {
    return true;
  }
}

export function enableSingleKeys(enabled: boolean): void {
  try {
    localStorage.setItem(STORED_AS, enabled ? "on" : "off");
  } catch {
    // Storage is not allowed: the keys stay on.
  }
}
