import { createHash } from "node:crypto";
import { decodePolicy } from "./decode-policy.ts";
import { PolicyError } from "./errors.ts";
import { findCodes } from "./find-codes.ts";
import { parseFrontMatter, splitFrontMatter } from "./front-matter.ts";
import type { ParsedPolicy } from "./policy.ts";
import { compileVerdictSchema } from "./verdict-schema.ts";

const BYTE_ORDER_MARK = "\uFEFF";
const MAX_TITLE_CHARACTERS = 200;

/**
 * Understands a policy document: markdown in UTF-8 with optional YAML front matter.
 *
 * `sha256` is over the bytes as given. A byte order mark stays in `source` but is not part of
 * `instructions`; line ends, blank lines and everything else stay as they are in both.
 *
 * Throws PolicyError: policy_too_large, policy_not_utf8, policy_not_text, policy_empty,
 * front_matter_invalid, output_schema_invalid.
 */
export function parsePolicy(bytes: Uint8Array): ParsedPolicy {
  const source = decodePolicy(bytes);
  const text = source.startsWith(BYTE_ORDER_MARK) ? source.slice(BYTE_ORDER_MARK.length) : source;
  const { yaml, instructions } = splitFrontMatter(text);
  const frontMatter = yaml === null ? {} : parseFrontMatter(yaml);
  if (instructions.trim() === "") {
    throw new PolicyError("policy_empty", "The policy document has no text", [
      { pointer: "", message: "holds no instructions for the model" },
    ]);
  }
  const found = findCodes(instructions);
  const categories = frontMatter.categories ?? found.categories;
  const rules = frontMatter.rules ?? rulesBeside(frontMatter.categories, found);
  return {
    source,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    instructions,
    frontMatter,
    title: frontMatter.title ?? titleOf(instructions),
    categories,
    rules,
    verdictSchema: compileVerdictSchema({ categories, rules, outputSchema: frontMatter.output_schema }),
  };
}

type FoundCodes = ReturnType<typeof findCodes>;

/** Where the author declares the categories, each further code that the text defines is a rule. */
function rulesBeside(
  declared: ParsedPolicy["frontMatter"]["categories"],
  found: FoundCodes,
): readonly string[] {
  if (!declared) return found.rules;
  const categories = new Set(declared.map(({ code }) => code));
  return found.defined.filter((code) => !categories.has(code));
}

/** The first heading, else a short first line that does not end like a sentence, else null. */
function titleOf(instructions: string): string | null {
  const heading = /^ {0,3}#{1,6}[ \t]+(.+?)[ \t#]*$/m.exec(instructions)?.[1];
  const firstLine = instructions.trimStart().split(/\r\n|\r|\n/, 1)[0] ?? "";
  const title = heading ?? (/^[\p{L}\p{N}].{0,78}[^.!?:;,]$/u.test(firstLine.trim()) ? firstLine : "");
  const plain = title.replace(/[*_`]/g, "").trim();
  return plain === "" ? null : Array.from(plain).slice(0, MAX_TITLE_CHARACTERS).join("");
}
