import type { Locator } from "playwright-core";
import { expectShown, type TestPage } from "../../helpers/browser.ts";

/** Enough to go once through every control of a page. */
const MOST_TABS = 150;

/** A person who has a keyboard only: presses keys, and looks. */
export class Keyboard {
  readonly opened: TestPage;

  constructor(opened: TestPage) {
    this.opened = opened;
  }

  press(...keys: string[]): Promise<void> {
    return this.opened.press(...keys);
  }

  /** Types into what has the focus. */
  type(text: string): Promise<void> {
    return this.opened.page.keyboard.type(text);
  }

  /** Types a text in one go, as a paste does: as fast, and without the indents that an editor adds. */
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

  /** Goes to a button or link, and presses Enter on it. */
  async activate(control: Locator, key?: "Tab" | "Shift+Tab"): Promise<void> {
    await this.tabTo(control, key);
    await this.press("Enter");
  }

  /** Goes to a select, and chooses by the first letters. */
  async choose(select: Locator, words: string): Promise<void> {
    await this.tabTo(select);
    await this.type(words);
  }

  /** Waits until the words are there to read. */
  reads(words: string | RegExp): Promise<void> {
    return expectShown(this.opened.page.getByText(words).first());
  }
}
