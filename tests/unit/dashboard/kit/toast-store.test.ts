import { expect, it } from "vitest";
import { closeToast, onToasts, showToast, type Toast } from "../../../../dashboard/kit/toast-store.ts";

it("shows what was reported while nothing was there to show it, until it is closed", () => {
  showToast("The text is kept.");
  let shown: readonly Toast[] = [];
  const stop = onToasts((toasts) => (shown = toasts));
  expect(shown.map(({ words }) => words)).toEqual(["The text is kept."]);
  showToast("It was saved.");
  for (const { id } of shown) closeToast(id);
  expect(shown).toEqual([]);
  stop();
  showToast("Nobody listens.");
  expect(shown).toEqual([]);
});
