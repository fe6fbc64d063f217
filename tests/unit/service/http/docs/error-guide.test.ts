import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ERROR_CATALOGUE, type ErrorCode } from "../../../../../service/errors.ts";
import { ANSWER_CODES, ERROR_GUIDE, OUTCOME_CODES } from "../../../../../service/http/docs/error-guide.ts";

interface Entry {
  readonly title: string;
  readonly status: string | undefined;
  readonly cause: string | undefined;
  readonly remedy: string | undefined;
}

/** The sections of docs/errors.md by code. */
function readPage(): Map<string, Entry> {
  const page = readFileSync(new URL("../../../../../docs/errors.md", import.meta.url), "utf8");
  const [, ...sections] = page.split(/^### /m);
  return new Map(
    sections.map((section) => {
      const [code = "", title = ""] = section.split(/\n+/);
      const item = (name: string): string | undefined =>
        new RegExp(`^- ${name}: (.+)$`, "m").exec(section)?.[1];
      return [code, { title, status: item("Status"), cause: item("Cause"), remedy: item("Remedy") }];
    }),
  );
}

describe("docs/errors.md", () => {
  const page = readPage();

  it("has every code of the catalogue and no other, in its order", () => {
    expect([...page.keys()]).toEqual(Object.keys(ERROR_CATALOGUE));
  });

  it.each(Object.keys(ERROR_CATALOGUE) as ErrorCode[])(
    "says of %s what the catalogue and the guide say",
    (code) => {
      const { status, title } = ERROR_CATALOGUE[code];
      expect(page.get(code)).toEqual({
        title: `${title}.`,
        status: OUTCOME_CODES.includes(code) ? undefined : String(status),
        ...ERROR_GUIDE[code],
      });
    },
  );
});

describe("the guide", () => {
  it("puts each code in one of two groups", () => {
    expect([...ANSWER_CODES, ...OUTCOME_CODES].toSorted()).toEqual(Object.keys(ERROR_CATALOGUE).toSorted());
  });
});
