import { expect, it } from "vitest";
import { onConnection, reportConnection } from "../../../../dashboard/data/connection.ts";

it("tells a listener at once how it is, and then each change once", () => {
  reportConnection(true);
  const heard: boolean[] = [];
  const stop = onConnection((lost) => heard.push(lost));
  reportConnection(true);
  reportConnection(false);
  reportConnection(false);
  stop();
  reportConnection(true);
  expect(heard).toEqual([true, false]);
});
