import { describe, expect, it } from "vitest";
import {
  analysisHeaderTokens,
  finalHeaderAfter,
  finalHeaderTokens,
  firstFinalHeaderTokens,
} from "../../../../engine/harmony/assistant-headers.ts";
import { parseCompletion } from "../../../../engine/harmony/parse-completion.ts";
import { encodeMarked } from "../../../conformance/harmony/encode-marked.ts";

describe("assistant headers", () => {
  it("are the published ones", () => {
    expect(analysisHeaderTokens()).toEqual([200_005, 35644, 200_008]);
    expect(firstFinalHeaderTokens()).toEqual([200_005, 17196, 200_008]);
    expect(finalHeaderTokens()).toEqual([200_006, 173_781, 200_005, 17196, 200_008]);
  });
});

describe("finalHeaderAfter", () => {
  const FULL = "<|start|>assistant<|channel|>final<|message|>";
  it.each([
    ["nothing", "", "<|channel|>final<|message|>"],
    ["a finished analysis", "<|channel|>analysis<|message|>Hm.<|end|>", FULL],
    ["a stop", "<|channel|>analysis<|message|>Hm.<|return|>", FULL],
    ["a cut analysis", "<|channel|>analysis<|message|>Hm", `<|end|>${FULL}`],
    ["a cut first header", "<|channel|>anal", `<|message|><|end|>${FULL}`],
    [
      "a cut later header",
      "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>",
      `<|message|><|end|>${FULL}`,
    ],
    ["a start", "<|channel|>analysis<|message|>Hm.<|end|><|start|>", "assistant<|channel|>final<|message|>"],
    [
      "a start with the role",
      "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant",
      "<|channel|>final<|message|>",
    ],
    ["words after a stop", "<|channel|>analysis<|message|>Hm.<|end|>so", `<|message|><|end|>${FULL}`],
  ])("opens the answer after %s", (_, generated, expected) => {
    const written = encodeMarked(generated);
    const header = finalHeaderAfter(written);
    expect(header).toEqual(encodeMarked(expected));
    const { final, finalComplete } = parseCompletion([
      ...written,
      ...header,
      ...encodeMarked("{}<|return|>"),
    ]);
    expect({ final, finalComplete }).toEqual({ final: "{}", finalComplete: true });
  });
});
