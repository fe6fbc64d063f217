import type { Role } from "../../../engine/harmony/conversation.ts";
import type { ParsedMessage } from "../../../engine/harmony/streamable-parser.ts";

/**
 * The completions that openai/harmony's tests parse (commit ec7606df9e87e3d0a1fec9f50928c1e407f0c438,
 * Apache-2.0): those of its test-data by file name, the others by the name of the test in src/tests.rs or
 * tests/test_harmony.py. Control tokens are spelled out.
 */
export interface ParseCase {
  readonly name: string;
  readonly text: string;
  readonly role: Role | null;
  readonly messages: readonly Partial<ParsedMessage>[];
}

const WEATHER_ANALYSIS = 'User asks: "What is the weather in Tokyo?" We need to use lookup_weather tool.';
const REFUSAL = [
  { role: "assistant", channel: "analysis", content: "We must refuse" },
  { role: "assistant", channel: "final", content: "I'm sorry, but I can't help with that." },
] as const;
const REFUSAL_TEXT =
  "<|start|>assistant<|channel|>analysis<|message|>We must refuse<|end|>" +
  "<|start|>assistant<|channel|>final<|message|>I'm sorry, but I can't help with that.<|return|>";
const PARIS = '{"latitude":48.8566,"longitude":2.3522}';
const TOOL_CALL = {
  role: "assistant",
  channel: "commentary",
  recipient: "functions.get_weather",
  contentType: "<|constrain|>json",
} as const;

export const GOLDEN_PARSE_CASES: readonly ParseCase[] = [
  {
    name: "test_simple_reasoning_response.txt",
    role: "assistant",
    text:
      '<|channel|>analysis<|message|>User asks: "What is 2 + 2?" Simple arithmetic. Provide answer.<|return|>' +
      "<|start|>assistant<|channel|>final<|message|>2 + 2 = 4.",
    messages: [
      {
        role: "assistant",
        channel: "analysis",
        content: 'User asks: "What is 2 + 2?" Simple arithmetic. Provide answer.',
        complete: true,
      },
      { role: "assistant", channel: "final", content: "2 + 2 = 4.", complete: false },
    ],
  },
  {
    name: "test_simple_tool_call.txt",
    role: "assistant",
    text:
      `<|channel|>analysis<|message|>${WEATHER_ANALYSIS}<|return|><|start|>assistant to=lookup_weather` +
      '<|channel|>analysis code<|message|>{"location": "Tokyo"}',
    messages: [
      { role: "assistant", channel: "analysis", content: WEATHER_ANALYSIS },
      {
        role: "assistant",
        channel: "analysis",
        recipient: "lookup_weather",
        contentType: "code",
        content: '{"location": "Tokyo"}',
      },
    ],
  },
  {
    name: "test_tool_response_parsing.txt",
    role: null,
    text:
      "<|start|>browser.search to=assistant<|channel|>commentary<|message|>" +
      '{"result": "https://openai.com/"}',
    messages: [
      {
        role: "tool",
        name: "browser.search",
        recipient: "assistant",
        channel: "commentary",
        content: '{"result": "https://openai.com/"}',
      },
    ],
  },
];

export const OTHER_PARSE_CASES: readonly ParseCase[] = [
  {
    name: "test_tool_call_with_constrain_tokenized_correctly",
    role: null,
    text:
      "<|start|>assistant to=functions.get_weather<|channel|>commentary <|constrain|>json<|message|>" +
      '{"location": "Tokyo"}<|call|>',
    messages: [{ ...TOOL_CALL, content: '{"location": "Tokyo"}' }],
  },
  {
    name: "test_tool_call_with_constrain_marker_adjacent",
    role: null,
    text:
      "<|start|>assistant to=functions.get_weather<|channel|>commentary<|constrain|>json<|message|>" +
      '{"location": "Tokyo"}<|end|>',
    messages: [{ ...TOOL_CALL, content: '{"location": "Tokyo"}' }],
  },
  {
    name: "test_tool_call_with_channel_before_recipient_and_constrain_adjacent",
    role: null,
    text:
      "<|start|>assistant<|channel|>commentary to=functions.get_weather<|constrain|>json<|message|>" +
      `${PARIS}<|call|>`,
    messages: [{ ...TOOL_CALL, content: PARIS }],
  },
  {
    name: "test_missing_message_token_requires_non_strict_mode",
    role: "assistant",
    text: "<|channel|>commentary Hello<|end|>",
    messages: [{ role: "assistant", channel: "commentary", content: "Hello" }],
  },
  {
    name: "test_streamable_parser_missing_message_token",
    role: "assistant",
    text: `I must refuse<|end|>${REFUSAL_TEXT}`,
    messages: [{ role: "assistant", channel: null, content: "I must refuse" }, ...REFUSAL],
  },
  {
    name: "test_streamable_parser_missing_message_token_other_initial_headers",
    role: "assistant",
    text: `<|channel|>analysis I must refuse<|end|>${REFUSAL_TEXT}`,
    messages: [{ role: "assistant", channel: "analysis", content: "I must refuse" }, ...REFUSAL],
  },
  {
    name: "test_streamable_parser_missing_message_token_tool_call",
    role: "assistant",
    text:
      "... Let's use the tool.<|end|><|start|>assistant to=functions.get_weather<|channel|>commentary json" +
      '<|message|>{"location": "Tokyo"}<|call|>',
    messages: [
      { role: "assistant", channel: null, content: "... Let's use the tool." },
      {
        role: "assistant",
        channel: "commentary",
        recipient: "functions.get_weather",
        contentType: "json",
        content: '{"location": "Tokyo"}',
      },
    ],
  },
];
