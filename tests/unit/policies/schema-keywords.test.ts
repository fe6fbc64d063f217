import { expect, it } from "vitest";
import { locate } from "../../../engine/grammar/schema-keywords.ts";
import { ANNOTATION_KEYWORDS, CONSTRAINT_KEYWORDS } from "../../../policies/schema-keywords.ts";

it.each([...CONSTRAINT_KEYWORDS, ...ANNOTATION_KEYWORDS])(
  "%s is a keyword that the engine supports too",
  (keyword) => {
    expect(() => locate({ [keyword]: {} }, "")).not.toThrow();
  },
);
