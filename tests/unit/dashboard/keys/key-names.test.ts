import { expect, it } from "vitest";
import { type KeyPress, nameOfKey } from "../../../../dashboard/keys/key-names.ts";

const press = (key: string, change: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: "",
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...change,
});

it.each([
  ["a letter", press("j"), "j"],
  ["a capital letter", press("J"), "J"],
  ["a sign", press("?"), "?"],
  ["a letter with Ctrl", press("K", { ctrlKey: true }), "Ctrl+k"],
  ["a letter with Command", press("k", { metaKey: true }), "Ctrl+k"],
  ["a letter of another alphabet, by its place", press("о", { code: "KeyJ" }), "j"],
  ["a letter of another alphabet with Ctrl", press("л", { code: "KeyK", ctrlKey: true }), "Ctrl+k"],
  ["a letter with Alt", press("x", { altKey: true }), "Alt+x"],
  ["a modifier by itself", press("Shift"), null],
])("names %s", (_, pressed, name) => {
  expect(nameOfKey(pressed)).toBe(name);
});
