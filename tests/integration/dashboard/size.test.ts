import { expect, it } from "vitest";
import { scriptSizes } from "../../helpers/script-sizes.ts";

const MOST_BYTES = 60_000;

it("loads at most 60 kB of scripts, compressed, for any page", () => {
  const { pages } = scriptSizes();
  expect(pages.length).toBeGreaterThan(3);
  expect(pages.filter(({ bytes }) => bytes > MOST_BYTES)).toEqual([]);
});
