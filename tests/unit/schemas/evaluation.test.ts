import { describe, expect, it } from "vitest";
import {
  createEvaluationRequestSchema,
  evaluationItemPageSchema,
  evaluationItemQuerySchema,
  evaluationPageSchema,
  evaluationQuerySchema,
  evaluationSchema,
} from "../../../schemas/evaluation.ts";
import {
  goldenItemPageSchema,
  goldenItemQuerySchema,
  goldenSetImportSchema,
  goldenSetPageSchema,
  putGoldenSetQuerySchema,
} from "../../../schemas/golden-set.ts";
import { compileValidator } from "../../../schemas/validate.ts";

const SCHEMAS = [
  createEvaluationRequestSchema,
  evaluationItemPageSchema,
  evaluationItemQuerySchema,
  evaluationPageSchema,
  evaluationQuerySchema,
  evaluationSchema,
  goldenItemPageSchema,
  goldenItemQuerySchema,
  goldenSetImportSchema,
  goldenSetPageSchema,
  putGoldenSetQuerySchema,
];

describe("schemas of golden sets and evaluations", () => {
  it.each(SCHEMAS.map((schema) => [schema.title, schema] as const))("compiles %s", (_title, schema) => {
    expect(compileValidator(schema)(null)).toMatchObject({ ok: false });
  });

  it.each(["spam-cases", "spam-cases@3"])("accepts %s as the name of a golden set", (name) => {
    expect(compileValidator(createEvaluationRequestSchema)({ golden_set: name })).toMatchObject({ ok: true });
  });

  it.each(["Spam", "spam@0", "spam@", "spam@1@2", "a b"])(
    "refuses %s as the name of a golden set",
    (name) => {
      expect(compileValidator(createEvaluationRequestSchema)({ golden_set: name })).toMatchObject({
        ok: false,
      });
    },
  );
});
