import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  renderConversation,
  renderConversationForCompletion,
} from "../../../engine/harmony/render-conversation.ts";
import { tokensSha256 } from "../../../engine/harmony/render-prompt.ts";
import { StreamableParser } from "../../../engine/harmony/streamable-parser.ts";
import { decodeTokens } from "../../../engine/harmony/tokenizer.ts";
import { RENDER_CASES, type RenderCase } from "./cases.ts";
import { encodeMarked } from "./encode-marked.ts";
import { GOLDEN_PARSE_CASES, OTHER_PARSE_CASES, type ParseCase } from "./parse-cases.ts";

/**
 * Token for token against the published texts of openai/harmony, test-data/. Their counts and hashes are in
 * tests/fixtures/harmony-golden.json (made by scripts/make-harmony-golden.mjs). With HARMONY_TEST_DATA set to a
 * directory that holds the texts, full token lists are compared too, and the cases that need the texts run.
 */
const golden = JSON.parse(
  readFileSync(new URL("../../fixtures/harmony-golden.json", import.meta.url), "utf8"),
) as { cases: { file: string; tokenCount: number; sha256: string }[] };

/** Needs the published text: a long completion that is parsed, not rendered. */
const STREAMED = "test_streamable_parser.txt";

const directory = process.env["HARMONY_TEST_DATA"];
const textOf = (file: string): string =>
  readFileSync(join(directory!, file), "utf8").replaceAll("\r\n", "\n").trimEnd();

interface Golden {
  readonly tokenCount: number;
  readonly sha256: string;
  /** If the texts are available: the position of the first different token, with its context. */
  readonly difference?: string;
}

const goldenOf = (file: string): Golden | undefined => {
  const entry = golden.cases.find((candidate) => candidate.file === file);
  return entry && { tokenCount: entry.tokenCount, sha256: entry.sha256 };
};

function compared(file: string, tokens: Uint32Array): Golden {
  const result = { tokenCount: tokens.length, sha256: tokensSha256(tokens) };
  const text = directory === undefined ? "" : textOf(file);
  const expected = text.includes("<|") ? encodeMarked(text) : [];
  const at = expected.findIndex((token, index) => token !== tokens[index]);
  if (at === -1) {
    return result;
  }
  const around = (ids: Iterable<number>) => decodeTokens(Array.from(ids).slice(Math.max(0, at - 8), at + 8));
  return { ...result, difference: `token ${at}: …${around(tokens)}… instead of …${around(expected)}…` };
}

function render(testCase: RenderCase): Uint32Array {
  const conversation = testCase.conversation(testCase.needsText === true ? textOf(testCase.file) : "");
  const options = testCase.dropAnalysis === undefined ? {} : { dropAnalysis: testCase.dropAnalysis };
  return testCase.forCompletion === false
    ? renderConversation(conversation, options)
    : renderConversationForCompletion(conversation, "assistant", options);
}

function parse({ text, role }: ParseCase) {
  const parser = new StreamableParser(role);
  encodeMarked(text).forEach((token) => parser.push(token));
  parser.end();
  return parser.messages;
}

describe("Harmony golden texts", () => {
  it("each have a test case", () => {
    const covered = [
      ...RENDER_CASES.map(({ file }) => file),
      ...GOLDEN_PARSE_CASES.map(({ name }) => name),
      STREAMED,
    ];
    expect(covered.toSorted()).toEqual(golden.cases.map(({ file }) => file).toSorted());
  });

  for (const testCase of RENDER_CASES) {
    it.skipIf(testCase.needsText === true && directory === undefined)(`renders ${testCase.file}`, () => {
      expect(compared(testCase.file, render(testCase))).toEqual(goldenOf(testCase.file));
    });
  }

  for (const testCase of GOLDEN_PARSE_CASES) {
    it(`parses ${testCase.name}`, () => {
      const tokens = Uint32Array.from(encodeMarked(testCase.text));
      expect(compared(testCase.name, tokens)).toEqual(goldenOf(testCase.name));
      expect(parse(testCase)).toMatchObject(testCase.messages);
    });
  }

  it.skipIf(directory === undefined)(`parses ${STREAMED}`, () => {
    const text = textOf(STREAMED);
    expect(compared(STREAMED, Uint32Array.from(encodeMarked(text)))).toEqual(goldenOf(STREAMED));
    const messages = parse({ name: STREAMED, text, role: "assistant", messages: [] });
    expect(messages).toMatchObject([
      { role: "assistant", channel: "analysis", recipient: null },
      { role: "assistant", channel: "commentary", recipient: "browser.search", contentType: "code" },
      { role: "tool", name: "browser.search", recipient: "assistant", channel: "commentary" },
    ]);
    expect(messages.every(({ complete }) => complete)).toBe(true);
  });
});

describe("Harmony reference parser", () => {
  for (const testCase of OTHER_PARSE_CASES) {
    it(`parses as in ${testCase.name}`, () => {
      const messages = parse(testCase);
      expect(messages).toHaveLength(testCase.messages.length);
      expect(messages).toMatchObject(testCase.messages);
    });
  }
});
