import { describe, expect, it } from "vitest";
import { ERROR_CATALOGUE } from "../../../../service/error-catalogue/catalogue.ts";
import { OUTCOME_ERRORS } from "../../../../service/error-catalogue/outcome-errors.ts";
import { REQUEST_ERRORS } from "../../../../service/error-catalogue/request-errors.ts";

describe("the error catalogue", () => {
  it("lists each code either as an error of requests or as an outcome of items", () => {
    const codes = [...Object.keys(REQUEST_ERRORS), ...Object.keys(OUTCOME_ERRORS)];
    expect(codes).toEqual(Object.keys(ERROR_CATALOGUE));
    expect(new Set(codes).size).toBe(codes.length);
  });

  it.each(Object.entries(ERROR_CATALOGUE))(
    "says in sentences what happened and what to do: %s",
    (_, entry) => {
      expect(entry.title).toMatch(/^[A-Z].*[^.]$/);
      for (const sentence of [entry.cause, entry.remedy]) expect(sentence).toMatch(/^[A-Z`].*\.$/);
      expect(entry.status).toBeGreaterThanOrEqual(400);
    },
  );
});
