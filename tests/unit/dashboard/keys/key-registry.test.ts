import { describe, expect, it } from "vitest";
import { KeyRegistry, type KeySituation } from "../../../../dashboard/keys/key-registry.ts";

const free: KeySituation = { isTyping: false, hasDialog: false, singleKeys: true, now: 0 };

function registry(...keys: string[]) {
  const pressed: string[] = [];
  const made = new KeyRegistry();
  made.add(keys.map((each) => ({ keys: each, words: each, run: () => pressed.push(each) })));
  return { made, pressed };
}

describe("KeyRegistry", () => {
  it("runs a key and a sequence of keys", () => {
    const { made, pressed } = registry("j", "g l");
    expect(made.press("j", free)).toBe(true);
    expect(made.press("g", free)).toBe(true);
    expect(made.press("l", { ...free, now: 100 })).toBe(true);
    expect(pressed).toEqual(["j", "g l"]);
  });

  it("forgets the beginning of a sequence after a pause", () => {
    const { made, pressed } = registry("l", "g l");
    made.press("g", free);
    made.press("l", { ...free, now: 5000 });
    expect(pressed).toEqual(["l"]);
  });

  it("handles a key by itself if it does not complete the sequence", () => {
    const { made, pressed } = registry("j", "g l");
    made.press("g", free);
    made.press("j", free);
    expect(pressed).toEqual(["j"]);
  });

  it("does not handle unknown keys, so that the browser does", () => {
    expect(registry("j").made.press("x", free)).toBe(false);
  });

  it("does nothing while somebody types or a dialog is open, except for keys that always work", () => {
    const { made, pressed } = registry("j");
    made.add([{ keys: "Ctrl+k", words: "Find", run: () => pressed.push("Ctrl+k"), always: true }]);
    for (const situation of [
      { ...free, isTyping: true },
      { ...free, hasDialog: true },
    ]) {
      expect(made.press("j", situation)).toBe(false);
      expect(made.press("Ctrl+k", situation)).toBe(true);
    }
    expect(pressed).toEqual(["Ctrl+k", "Ctrl+k"]);
  });

  it("keeps keys with Ctrl when single keys are turned off", () => {
    const { made, pressed } = registry("j", "Ctrl+k");
    expect(made.press("j", { ...free, singleKeys: false })).toBe(false);
    expect(made.press("Ctrl+k", { ...free, singleKeys: false })).toBe(true);
    expect(pressed).toEqual(["Ctrl+k"]);
  });

  it("prefers the later of two bindings, and the earlier one again when that is removed", () => {
    const { made, pressed } = registry("u");
    const remove = made.add([{ keys: "u", words: "Undo", run: () => pressed.push("later") }]);
    made.press("u", free);
    remove();
    made.press("u", free);
    expect(pressed).toEqual(["later", "u"]);
  });

  it("notifies when the keys change", () => {
    const { made } = registry();
    let changes = 0;
    made.onChange(() => (changes += 1));
    made.add([{ keys: "a", words: "A", run: () => undefined }])();
    expect(changes).toBe(2);
  });
});
