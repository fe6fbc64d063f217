import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchesIfNoneMatch, parseIfMatch, strongEtag } from "../../../../service/http/etag.ts";

describe("strongEtag", () => {
  it("is the quoted sha256 of the bytes", () => {
    // sha256("abc") of FIPS 180-2, in base64url.
    expect(strongEtag("abc")).toBe('"ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0"');
    expect(strongEtag("é")).not.toBe(strongEtag("e"));
  });
});

describe("matchesIfNoneMatch", () => {
  it.each([
    ['"a"', true],
    ['W/"a"', true],
    ['"b", "a"', true],
    ['"b",W/"a" , "c"', true],
    ["*", true],
    [" * ", true],
    ['"b"', false],
    ["a", false],
    ["", false],
    ['w/"a"', false],
    ['"b" junk, "a"', false],
    ['"a, b"', false],
  ])("%s", (field, expected) => {
    expect(matchesIfNoneMatch(field, '"a"')).toBe(expected);
  });

  it("is false without a field", () => {
    expect(matchesIfNoneMatch(undefined, '"a"')).toBe(false);
  });

  it("keeps a comma inside a tag", () => {
    expect(matchesIfNoneMatch('"x,y", "a,b"', '"a,b"')).toBe(true);
  });

  it("reads any field without throwing", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 300 }),
        (field) => typeof matchesIfNoneMatch(field, '"a"') === "boolean",
      ),
    );
  });
});

describe("parseIfMatch", () => {
  it("omits weak tags, because they never compare strongly", () => {
    expect(parseIfMatch('W/"a", "b","c"')).toEqual(['"b"', '"c"']);
    expect(parseIfMatch("*")).toBe("*");
    expect(parseIfMatch("junk")).toEqual([]);
  });
});
