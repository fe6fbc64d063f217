export interface Snippet {
  readonly field: string;
  /** What it does. */
  readonly words: string;
  /** YAML lines. */
  readonly text: string;
}

/** The fields of the front matter, each with an example to insert. */
export const SNIPPETS: readonly Snippet[] = [
  { field: "title", words: "Shown in lists.", text: "title: My policy" },
  {
    field: "description",
    words: "For people. The model does not see it.",
    text: "description: What it is about.",
  },
  {
    field: "categories",
    words: "Declared codes are enforced while the model writes. violation: 0 is allowed content.",
    text: [
      "categories:",
      "  - { code: MY0, title: Allowed, violation: 0 }",
      "  - { code: MY1, title: Forbidden, severity: 7, action: remove }",
    ].join("\n"),
  },
  { field: "rules", words: "Rule codes, such as those of list items.", text: "rules: [MY0.a, MY1.a]" },
  {
    field: "reasoning_effort",
    words: "low, medium or high. A request can override it.",
    text: "reasoning_effort: medium",
  },
  {
    field: "cache_ttl_seconds",
    words: "How long a verdict is reused for identical content.",
    text: "cache_ttl_seconds: 3600",
  },
  {
    field: "review",
    words: "When a person must look at a verdict.",
    text: ["review:", "  confidence: low", "  score_between: [0.3, 0.7]"].join("\n"),
  },
  {
    field: "targets",
    words: "What a version must reach on a golden set before it may become active.",
    text: ["targets:", "  minimum_items: 50", "  recall: 0.9", "  precision: 0.8"].join("\n"),
  },
  {
    field: "examples",
    words: "Labelled cases for testing. The model does not see them.",
    text: ["examples:", '  - { content: "Text of a case", violation: 1, policy_category: MY1 }'].join("\n"),
  },
];

/** The text with YAML lines added at the end of its front matter, which is created if there is none. */
export function withFrontMatter(source: string, yaml: string): string {
  const end = frontMatterEnd(source);
  if (end === null) return `---\n${yaml}\n---\n${source}`;
  return `${source.slice(0, end)}${yaml}\n${source.slice(end)}`;
}

/** Which fields the front matter has, so that none is inserted twice. */
export function fieldsOf(source: string): ReadonlySet<string> {
  const end = frontMatterEnd(source);
  if (end === null) return new Set();
  return new Set([...source.slice(0, end).matchAll(/^([a-z_]+):/gm)].map(([, field]) => field ?? ""));
}

/** The index of the line that closes the front matter; null if there is none. */
function frontMatterEnd(source: string): number | null {
  if (!/^---[ \t]*\r?\n(?!\s*\r?\n)/.test(source)) return null;
  const closing = /^---[ \t]*\r?$/gm;
  closing.lastIndex = source.indexOf("\n") + 1;
  return closing.exec(source)?.index ?? null;
}
