/** What a key press is called in bindings: "j", "?", "Enter", "Ctrl+k". Null for a modifier by itself. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const MODIFIERS = new Set(["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock", "Dead", "Process"]);

export function nameOfKey(press: KeyPress): string | null {
  if (MODIFIERS.has(press.key)) return null;
  const key = inLatin(press);
  if (press.ctrlKey || press.metaKey) return `Ctrl+${key.toLowerCase()}`;
  return press.altKey ? `Alt+${key}` : key;
}

/** On a keyboard layout of another alphabet, the Latin letter at the position of the key. */
function inLatin({ key, code }: KeyPress): string {
  const isOtherAlphabet = key.length === 1 && key > "\u007f";
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  return isOtherAlphabet && letter !== undefined ? letter.toLowerCase() : key;
}
