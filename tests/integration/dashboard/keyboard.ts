import type { Locator } from "playwright-core";
import { expectShown, type TestPage } from "../../helpers/browser.ts";

/** Enough to reach every control of a page once. */
const MOST_TABS = 150;

/** A user with only a keyboard: presses keys and reads the page. */
export class Keyboard {
  readonly opened: TestPage;

  constructor(opened: TestPage) {
    this.opened = opened;
  }

  press(...keys: string[]): Promise<void> {
    return this.opened.press(...keys);
  }

  /** Types into the focused element. */
  type(text: string): Promise<void> {
    return this.opened.page.keyboard.type(text);
  }

  /** Enters a text at once, like a paste: fast, and without the indentation that an editor adds. */
  paste(text: string): Promise<void> {
    return this.opened.page.keyboard.insertText(text);
  }

  /** Presses Tab until the control has the focus. */
  async tabTo(control: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
    await expectShown(control);
    const focused = this.opened.page.locator(":focus").and(control);
    for (let pressed = 0; pressed <= MOST_TABS; pressed += 1) {
      if ((await focused.count()) > 0) return;
      await this.press(key);
    }
    throw new Error(`${String(control)} cannot be reached with ${key}`);
  }

  /** Moves to a button or link, and presses Enter. */
  async activate(control: Locator, key?: "Tab" | "Shift+Tab"): Promise<void> {
    await this.tabTo(control, key);
    await this.press("Enter");
  }

  /** Moves to a select, and chooses an option by its first letters. */
  async choose(select: Locator, words: string): Promise<void> {
    await this.tabTo(select);
    await this.type(words);
  }

  /** Waits until the words are visible. */
  reads(words: string | RegExp): Promise<void> {
    return expectShown(this.opened.page.getByText(words).first());
  }
}
