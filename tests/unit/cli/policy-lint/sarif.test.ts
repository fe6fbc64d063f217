import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { toSarif } from "../../../../cli/policy-lint/sarif.ts";
import { LINT_RULES } from "../../../../policies/lint/rules.ts";
import { lint } from "../../policies/lint/lint-text.ts";

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region?: object;
        };
      }[];
    }[];
  }[];
}

/** The schema that OASIS published: tests/fixtures/sarif/README.md. */
const SCHEMA = new URL("../../../fixtures/sarif/sarif-2.1.0.schema.json", import.meta.url);

function validator() {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  const { id: _, ...schema } = JSON.parse(readFileSync(SCHEMA, "utf8")) as Record<string, unknown>;
  // It names draft 4 and uses nothing that later drafts changed.
  return ajv.compile({ ...schema, $schema: "http://json-schema.org/draft-07/schema#" });
}

const FILES = [
  { file: "policies/größe und mehr.md", lint: lint("# A\n\n- V1: usually\n<!-- x -->\n") },
  { file: "-", lint: lint("---\ntitle: 7\n---\nText\n") },
];

describe("toSarif", () => {
  const sarif = JSON.parse(JSON.stringify(toSarif(FILES))) as Sarif;
  const results = sarif.runs[0]?.results ?? [];

  it("is valid against the published schema", () => {
    const validate = validator();
    expect(validate(sarif), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...sarif, version: "2.2.0" })).toBe(false);
  });

  it("describes every rule once, and each result refers to its rule", () => {
    const rules = sarif.runs[0]?.tool.driver.rules ?? [];
    expect(rules.map(({ id }) => id)).toEqual(LINT_RULES.map(({ rule }) => rule));
    expect(results.length).toBeGreaterThan(4);
    for (const { ruleId, ruleIndex } of results) expect(rules[ruleIndex]?.id).toBe(ruleId);
  });

  it("has the position, the level, and the suggestion in the message", () => {
    expect(results.find(({ ruleId }) => ruleId === "hedge")).toMatchObject({
      level: "warning",
      message: { text: expect.stringMatching(/State the condition\.\n\nLeave out/) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "policies/gr%C3%B6%C3%9Fe%20und%20mehr.md" },
            region: { startLine: 3, startColumn: 7, endLine: 3, endColumn: 14 },
          },
        },
      ],
    });
    expect(results.at(-1)).toMatchObject({ ruleId: "front-matter-invalid", level: "error" });
    expect(results.at(-1)?.locations[0]?.physicalLocation.artifactLocation.uri).toBe("stdin");
  });
});
