import { isCodeName } from "../../codes/code-names.ts";
import { categoryOf, lettersOf } from "../../codes/read-code.ts";
import type { Check, Found } from "../check.ts";
import type { LintedPolicy } from "../linted-policy.ts";
import { mentionsIn } from "../mentions.ts";

export const codeUndefined: Check = {
  rule: "code-undefined",
  severity: "warning",
  summary: "A code is used but never defined",
  find(policy) {
    const codes = definedCodes(policy);
    return codes.size === 0
      ? []
      : [...inText(policy, codes), ...inLabels(policy, codes), ...inFrontMatter(policy, codes)];
  },
};

/**
 * Codes of families that the text defines; others in a list with defined ones. Elsewhere a word may only look like a
 * code.
 */
function inText({ sentences, steps }: LintedPolicy, codes: ReadonlySet<string>): Found[] {
  const families = new Set([...codes].map(lettersOf));
  const labelled = new Set<string>();
  return sentences.flatMap(({ text, range }) => {
    let isKnownBefore = false;
    return mentionsIn(text, steps).flatMap(({ code, start, end, listedAfter }) => {
      const isUndefined = !codes.has(code);
      const counts = families.has(lettersOf(code)) || (listedAfter && isKnownBefore && !isCodeName(code));
      isKnownBefore = !isUndefined || counts;
      if (!isUndefined || !counts || labelled.has(code)) return [];
      labelled.add(code);
      return [undefinedCode(code, range(start, end), codes)];
    });
  });
}

/** Codes that only labels of examples use: `D-S2` in a policy that defines SP2. */
function inLabels({ examples, lines }: LintedPolicy, codes: ReadonlySet<string>): Found[] {
  const families = new Set([...codes].map(lettersOf));
  const seen = new Set<string>();
  return examples.flatMap(({ number, label }) =>
    (label?.codes ?? []).flatMap(({ code, spelled }) => {
      if (codes.has(code) || families.has(lettersOf(code)) || seen.has(spelled)) return [];
      seen.add(spelled);
      const at = lines.text(number).indexOf(spelled);
      const range = at === -1 ? lines.line(number) : lines.part(number, at, at + spelled.length);
      return [undefinedCode(spelled, range, codes, code)];
    }),
  );
}

/** Codes of examples and of targets. */
function inFrontMatter({ policy, frontMatter }: LintedPolicy, codes: ReadonlySet<string>): readonly Found[] {
  const { examples = [], targets } = policy.frontMatter;
  const used = [
    ...examples.map(({ policy_category: code }, index) => {
      return { code, path: ["examples", index, "policy_category"], part: "value" } as const;
    }),
    ...Object.keys(targets?.categories ?? {}).map((code) => {
      return { code, path: ["targets", "categories", code], part: "key" } as const;
    }),
  ];
  const seen = new Set<string>();
  return used.flatMap(({ code, path, part }) => {
    if (code == null || codes.has(code) || seen.has(code)) return [];
    seen.add(code);
    return [undefinedCode(code, frontMatter.at(path, part), codes)];
  });
}

function definedCodes({ policy, categories, found }: LintedPolicy): Set<string> {
  const all = [...categories.map(({ code }) => code), ...policy.rules, ...found.defined];
  return new Set([...all, ...all.map(categoryOf)]);
}

function undefinedCode(
  spelled: string,
  range: Found["range"],
  codes: ReadonlySet<string>,
  code = spelled,
): Found {
  const number = code.slice(lettersOf(code).length);
  const near = [...codes].find((known) => known.slice(lettersOf(known).length) === number);
  return {
    range,
    message: `${spelled} is used but never defined, so no verdict can cite it and the model has to guess what it means. Define it, or use a code that is defined.`,
    ...(near === undefined ? {} : { suggestion: `${near} is defined and has the same number.` }),
  };
}
