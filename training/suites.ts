// Prints what gavel-nano is measured on as JSON: suites of policies, each with content and its correct verdicts.
//
//     npx tsx training/suites.ts DIRECTORY_OF_PUBLISHED_SETS > suites.json
//
// The test part of a published set is every fifth row by hash of its text, as in gavel_nano/real.py.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { parsePolicy } from "../policies/parse-policy.ts";

interface Item {
  readonly content: string;
  readonly violation: number;
  readonly policy_category?: string | null;
  readonly pair?: string;
}

const [published] = process.argv.slice(2);
if (published === undefined) {
  throw new Error("Name the directory of the published sets: npx tsx training/suites.ts DIRECTORY");
}
const evaluation = path.join(import.meta.dirname, "eval");
const library = path.join(import.meta.dirname, "..", "policies", "library");

const suites = {
  golden: readdirSync(library).map((id) => entry(path.join(library, id), "golden.jsonl", id)),
  unseen: readdirSync(path.join(evaluation, "unseen")).map((id) =>
    entry(path.join(evaluation, "unseen", id), "items.jsonl", id),
  ),
  steerability: steerability(),
  everyday: everyday(),
  sms: [own("spam", path.join(library, "spam", "policy.md"), testPart(sms()))],
  tweets: [own("offensive-posts", evaluationPolicy("offensive-posts"), testPart(tweets()).slice(0, 1500))],
  comments: [own("toxic-comments", evaluationPolicy("toxic-comments"), testPart(comments()))],
  xstest: [own("dangerous-requests", evaluationPolicy("dangerous-requests"), xstest())],
  injections: [own("prompt-injection", path.join(library, "prompt-injection", "policy.md"), injections())],
};
process.stdout.write(JSON.stringify(suites));

function entry(directory: string, items: string, id: string) {
  return own(id, path.join(directory, "policy.md"), lines(path.join(directory, items)) as Item[]);
}

/** A policy as it is shown to the model, and the codes that may be cited. */
function own(id: string, file: string, items: readonly Item[]) {
  const { instructions, verdictSchema, categories, rules } = parsePolicy(readFileSync(file));
  return {
    id,
    policy: instructions,
    schema: verdictSchema.shown,
    codes: categories.map(({ code }) => code),
    rules,
    items,
  };
}

function steerability() {
  const rows = lines(path.join(evaluation, "steerability.jsonl")) as {
    readonly content: string;
    readonly pair: string;
    readonly right_a: number;
    readonly right_b: number;
  }[];
  const pairs = [...new Set(rows.map(({ pair }) => pair))];
  return pairs.flatMap((pair) =>
    (["a", "b"] as const).map((side) =>
      own(
        `${pair}-${side}`,
        path.join(evaluation, "steerability-pairs", `${pair}-${side}.md`),
        rows
          .filter((row) => row.pair === pair)
          .map((row) => ({ content: row.content, pair, violation: row[`right_${side}`] })),
      ),
    ),
  );
}

function everyday() {
  const rows = lines(path.join(evaluation, "everyday.jsonl")) as (Item & { readonly policy: string })[];
  return [...new Set(rows.map(({ policy }) => policy))].map((id) =>
    own(
      id,
      path.join(library, id, "policy.md"),
      rows.filter(({ policy }) => policy === id),
    ),
  );
}

function evaluationPolicy(id: string): string {
  return path.join(evaluation, "policies", `${id}.md`);
}

function testPart(items: readonly Item[]): Item[] {
  return items.filter(
    ({ content }) =>
      Number.parseInt(createHash("sha256").update(content).digest("hex").slice(0, 8), 16) % 5 === 0,
  );
}

function sms(): Item[] {
  return read("sms-spam/sms.tsv")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const tab = line.indexOf("\t");
      return { content: line.slice(tab + 1), violation: Number(line.slice(0, tab) === "spam") };
    });
}

function tweets(): Item[] {
  return table("davidson-tweets/labeled_data.csv").map((row) => ({
    content: row["tweet"]!,
    violation: Number(row["class"] !== "2"),
  }));
}

function comments(): Item[] {
  return table("surge-toxicity/toxicity_en.csv").map((row) => ({
    content: row["text"]!,
    violation: Number(row["is_toxic"] === "Toxic"),
  }));
}

function xstest(): Item[] {
  return table("xstest/xstest_prompts.csv").map((row) => ({
    content: row["prompt"]!,
    violation: Number(row["label"] === "unsafe"),
  }));
}

/** The published set is small, so its test part is combined with our own ordinary prompts. */
function injections(): Item[] {
  const attacks = table("prompt-injections/prompt_injections.csv").map((row) => ({
    content: row["prompt"]!,
    violation: 1,
  }));
  const ordinary = lines(path.join(evaluation, "ordinary-prompts.jsonl")) as { readonly content: string }[];
  return [...testPart(attacks), ...ordinary.map(({ content }) => ({ content, violation: 0 }))];
}

function table(file: string): Record<string, string>[] {
  return parse(read(file), { columns: true, relax_quotes: true });
}

function read(file: string): string {
  return readFileSync(path.join(published!, file), "utf8");
}

function lines(file: string): unknown[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as unknown);
}
