import { expect, it } from "vitest";
import {
  lastOpened,
  neighbour,
  rememberList,
  rememberOpened,
} from "../../../../dashboard/pages/live/neighbours.ts";

it("finds the verdicts before and after one in the list from which it was opened", () => {
  expect(neighbour("b", 1)).toBeNull();
  rememberList([{ id: "c" }, { id: "b" }, { id: "a" }]);
  expect([neighbour("b", 1), neighbour("b", -1)]).toEqual(["a", "c"]);
  expect([neighbour("a", 1), neighbour("c", -1), neighbour("z", 1)]).toEqual([null, null, null]);
});

it("remembers the verdict that was opened last", () => {
  rememberOpened("b");
  expect(lastOpened()).toBe("b");
});
