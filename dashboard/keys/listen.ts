import { nameOfKey } from "./key-names.ts";
import { keyRegistry } from "./key-registry.ts";
import { singleKeysEnabled } from "./single-keys.ts";

/** Types of input elements that accept no text. */
const NOT_TEXT = new Set(["button", "checkbox", "radio", "range", "submit", "reset", "file", "color"]);

/** Handles the keys of the whole page. Returns a function that ends it. */
export function listenToKeys(): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    const key = event.defaultPrevented || event.isComposing ? null : nameOfKey(event);
    if (key === null) return;
    const used = keyRegistry.press(key, {
      isTyping: isTextField(event.target),
      hasDialog: document.querySelector("dialog[open]") !== null,
      singleKeys: singleKeysEnabled(),
      now: event.timeStamp,
    });
    if (used) event.preventDefault();
  };
  document.addEventListener("keydown", onKeyDown);
  return () => document.removeEventListener("keydown", onKeyDown);
}

function isTextField(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !NOT_TEXT.has(target.type);
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}
