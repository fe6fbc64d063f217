import { expect, it } from "vitest";
import { formatBytes } from "../../../../../engine/local/hub/format-bytes.ts";

it.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [1000, "1.00 kB"],
  [999_499, "999 kB"],
  [999_500, "1.00 MB"],
  [13_761_264_768, "13.76 GB"],
  [130_000_000_000, "130 GB"],
  [2 ** 60, "1153 PB"],
])("formats %d as %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
