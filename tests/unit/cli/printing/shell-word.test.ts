import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { shellWord } from "../../../../cli/printing/shell-word.ts";

it.each(["/models/gpt-oss-safeguard-20b", "/my models/it's $HOME `id`", "", "a\nb", "*"])(
  "is read back by a shell: %j",
  (text) => {
    expect(execFileSync("sh", ["-c", `printf %s ${shellWord(text)}`], { encoding: "utf8" })).toBe(text);
  },
);

it("does not change a plain path", () => {
  expect(shellWord("/models/gpt-oss-safeguard-20b")).toBe("/models/gpt-oss-safeguard-20b");
});
