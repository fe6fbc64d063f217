import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PolicyError } from "../../../policies/errors.ts";
import { parsePolicy } from "../../../policies/parse-policy.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function refusal(bytes: Uint8Array): PolicyError {
  try {
    parsePolicy(bytes);
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
  throw new Error("was accepted");
}

describe("parsePolicy", () => {
  it("accepts plain Markdown without codes, with the default verdict", () => {
    const policy = parsePolicy(encode("# Tone\n\nRude is a violation.\n"));
    expect(policy).toMatchObject({ title: "Tone", categories: [], rules: [], frontMatter: {} });
    expect(policy.instructions).toBe("# Tone\n\nRude is a violation.\n");
    expect(policy.verdictSchema.custom).toBe(false);
  });

  it("hides front matter from the model and keeps the rest verbatim", () => {
    const body = "\n\n  # Spam  \n\nText with trailing space  \n---\nand a break\n";
    const policy = parsePolicy(encode(`---\ntitle: My title\n---\n${body}`));
    expect(policy.instructions).toBe(body);
    expect(policy.title).toBe("My title");
  });

  it("sends the model nothing about targets", () => {
    const plain = parsePolicy(encode("---\ncategories: [{ code: A1 }]\n---\n# Ads\n\n- A1.a Ads\n"));
    const aimed = parsePolicy(
      encode(
        "---\ncategories: [{ code: A1 }]\ntargets: { recall: 0.9, categories: { A1: { f1: 0.8 } } }\n---\n# Ads\n\n- A1.a Ads\n",
      ),
    );
    expect(aimed.instructions).toBe(plain.instructions);
    expect(aimed.verdictSchema).toEqual(plain.verdictSchema);
    expect(aimed.sha256).not.toBe(plain.sha256);
  });

  it("hashes the exact bytes, drops a byte order mark for the model and keeps line ends", () => {
    const text = "\uFEFF---\r\ntitle: T\r\ncategories:\r\n  - code: A1\r\n---\r\n# Heading\r\n\r\nText\r\n";
    const bytes = encode(text);
    const policy = parsePolicy(bytes);
    expect(policy.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
    expect(policy.source).toBe(text);
    expect(encode(policy.source)).toEqual(bytes);
    expect(policy.instructions).toBe("# Heading\r\n\r\nText\r\n");
    expect(policy.categories).toEqual([{ code: "A1" }]);
  });

  it("keeps unicode in text and codes", () => {
    const policy = parsePolicy(
      encode("---\ncategories:\n  - { code: ненависть, violation: 1 }\n---\n# Политика 🚫\n"),
    );
    expect(policy.categories[0]?.code).toBe("ненависть");
    expect(policy.title).toBe("Политика 🚫");
  });

  it.each([
    ["# One\n# Two", "One"],
    ["Intro line\n\n## **Bold** `title` ##\ntext", "Bold title"],
    ["Spam Policy (#SP) \nGOAL: find spam.", "Spam Policy (#SP)"],
    ["This is a sentence.\nMore.", null],
    [`# ${"x".repeat(300)}`, "x".repeat(200)],
  ])("titles %j", (text, title) => {
    expect(parsePolicy(encode(text)).title).toBe(title);
  });

  it("makes every further code of the text a rule if categories are declared", () => {
    const text =
      "---\ncategories: [{ code: HAR }]\n---\n- HAR1: insults\n- HAR2: threats\n- HAR2.a with a weapon\n";
    const policy = parsePolicy(encode(text));
    expect(policy.categories).toEqual([{ code: "HAR" }]);
    expect(policy.rules).toEqual(["HAR1", "HAR2", "HAR2.a"]);
  });

  it("prefers declared rules to inferred ones, an empty list included", () => {
    expect(parsePolicy(encode("---\nrules: []\n---\nSP2.a ads\n")).rules).toEqual([]);
    expect(parsePolicy(encode("---\nrules: [X.1]\n---\nSP2.a ads\n"))).toMatchObject({
      rules: ["X.1"],
      categories: [{ code: "SP2", violation: 1 }],
    });
  });

  it("keeps a policy's own output schema", () => {
    const schema =
      "{type: object, additionalProperties: false, required: [violation, rationale], " +
      "properties: {violation: {enum: [0, 1]}, rationale: {type: string}}}";
    const { verdictSchema } = parsePolicy(encode(`---\noutput_schema: ${schema}\n---\nText\n`));
    expect(verdictSchema.custom).toBe(true);
    expect(verdictSchema.strict).toHaveProperty("properties.rationale.maxLength", 2000);
  });

  it.each([
    ["nothing", ""],
    ["white space", " \r\n\t\n"],
    ["a byte order mark", "\uFEFF"],
    ["front matter only", "---\ntitle: T\n---\n\n"],
  ])("refuses a document of %s", (_name, text) => {
    expect(refusal(encode(text))).toMatchObject({ code: "policy_empty", faults: [{ pointer: "" }] });
  });

  it("accepts 200 KB and refuses one byte more", () => {
    expect(parsePolicy(new Uint8Array(200 * 1024).fill(0x61)).instructions).toHaveLength(204_800);
    expect(refusal(new Uint8Array(200 * 1024 + 1).fill(0x61)).code).toBe("policy_too_large");
  });

  it.each([
    ["Latin-1", [0x63, 0x61, 0x66, 0xe9]],
    ["UTF-16 with its mark", [0xff, 0xfe, 0x61, 0x00]],
    ["a cut sequence", [0x61, 0xe2, 0x82]],
    ["an overlong slash", [0xc0, 0xaf]],
    ["a coded surrogate", [0xed, 0xa0, 0x80]],
  ])("refuses %s", (_name, bytes) => {
    expect(refusal(Uint8Array.from(bytes)).code).toBe("policy_not_utf8");
  });

  it.each(["\u0000", "\u0007", "\u000c", "\u001b", "\u007f", "\u0085"])(
    "refuses the control character %j",
    (character) => {
      const error = refusal(encode(`one\r\ntwo\nsecret ${character}`));
      expect(error).toMatchObject({ code: "policy_not_text", faults: [{ line: 3 }] });
      expect(JSON.stringify([error.message, error.faults])).not.toContain("secret");
    },
  );

  it("throws only PolicyError", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "---\n",
        "---",
        "\n",
        "categories:",
        " - code: A",
        "rules: [",
        "&a ",
        "*a",
        "!!x ",
        "{",
        "}",
        "? ",
        "SP1.a ",
        "# ",
        "| A1 |",
        "(",
        "```\n",
        "\uFEFF",
        "\t",
      ),
      fc.string({ unit: "binary", maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        try {
          parsePolicy(encode(pieces.join("")));
        } catch (error) {
          expect(error).toBeInstanceOf(PolicyError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
