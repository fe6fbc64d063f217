import { createHash } from "node:crypto";
import { decodePolicy } from "./decode-policy.ts";
import { PolicyError } from "./errors.ts";
import { findCodes } from "./codes/find-codes.ts";
import { parseFrontMatter } from "./front-matter.ts";
import type { ParsedPolicy } from "./policy.ts";
import { splitFrontMatter } from "./split-front-matter.ts";
import { findTitle } from "./find-title.ts";
import { compileVerdictSchema } from "./verdict-schema.ts";

const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Parses a policy document: Markdown in UTF-8 with optional YAML front matter.
 *
 * `sha256` is over the bytes as given. A byte order mark stays in `source` but is not part of
 * `instructions`; line ends, blank lines and everything else are unchanged in both.
 *
 * Throws PolicyError: policy_too_large, policy_not_utf8, policy_not_text, policy_empty,
 * front_matter_invalid, output_schema_invalid.
 */
export function parsePolicy(bytes: Uint8Array): ParsedPolicy {
  const source = decodePolicy(bytes);
  const text = source.startsWith(BYTE_ORDER_MARK) ? source.slice(BYTE_ORDER_MARK.length) : source;
  const { yaml, instructions, linesBefore } = splitFrontMatter(text);
  const frontMatter = yaml === null ? {} : parseFrontMatter(yaml);
  if (instructions.trim() === "") {
    throw new PolicyError("policy_empty", "The policy document has no text", [
      { pointer: "", message: "contains no instructions for the model" },
    ]);
  }
  const found = findCodes(instructions);
  const categories = frontMatter.categories ?? found.categories;
  const rules = frontMatter.rules ?? rulesFor(frontMatter.categories, found);
  const inferred = {
    categories: frontMatter.categories === undefined,
    rules: frontMatter.rules === undefined,
  };
  const verdictSchema = compileVerdictSchema({
    categories,
    rules,
    inferred,
    outputSchema: frontMatter.output_schema,
  });
  return {
    source,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    instructions,
    linesBefore,
    frontMatter,
    title: frontMatter.title ?? findTitle(instructions),
    categories,
    rules,
    inferred,
    verdictSchema,
  };
}

type FoundCodes = ReturnType<typeof findCodes>;

/** If the author declares the categories, every other code that the text defines is a rule. */
function rulesFor(declared: ParsedPolicy["frontMatter"]["categories"], found: FoundCodes): readonly string[] {
  if (!declared) return found.rules;
  const categories = new Set(declared.map(({ code }) => code));
  return found.defined.filter((code) => !categories.has(code));
}
