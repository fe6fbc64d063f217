import type { ReasoningEffort } from "../../../engine/engine.ts";
import type { Conversation, Message, SystemContent } from "../../../engine/harmony/conversation.ts";
import { developerText, systemText } from "../../../engine/harmony/message-text.ts";
import { functionToolsSection, type FunctionTool } from "./tool-section.ts";

/**
 * The conversations of the golden texts of openai/harmony, as its src/tests.rs and tests/test_harmony.py build them
 * (commit ec7606df9e87e3d0a1fec9f50928c1e407f0c438, Apache-2.0).
 */
export interface RenderCase {
  readonly file: string;
  /** Builds the conversation; `golden` is the text if it is available. */
  readonly conversation: (golden: string) => Conversation;
  /** True if the conversation needs sentences that are read from the golden text: see `builtInTools`. */
  readonly needsText?: true;
  /** Default: rendered for completion by the assistant. */
  readonly forCompletion?: false;
  readonly dropAnalysis?: boolean;
}

const DEFAULT_SYSTEM = {
  modelIdentity: "You are ChatGPT, a large language model trained by OpenAI.",
  knowledgeCutoff: "2024-06",
  reasoningEffort: "medium",
  channels: ["analysis", "commentary", "final"],
} as const satisfies SystemContent;

const system = (content: Partial<SystemContent> = {}): Message => ({
  role: "system",
  content: { ...DEFAULT_SYSTEM, ...content },
});
const user = (content: string): Message => ({ role: "user", content });
const assistant = (channel: "analysis" | "final", content: string): Message => ({
  role: "assistant",
  channel,
  content,
});
const fixed =
  (...messages: Message[]) =>
  () => ({ messages });

function systemWithTools(content: Partial<SystemContent>, tools: string, hasFunctions: boolean): Message {
  const before = "\n\n# Valid channels:";
  const text = systemText({ ...DEFAULT_SYSTEM, ...content });
  const withTools = tools === "" ? text : text.replace(before, () => `\n\n${tools}${before}`);
  const note = "\nCalls to these tools must go to the commentary channel: 'functions'.";
  return { role: "system", content: hasFunctions ? withTools + note : withTools };
}

/**
 * The section of the built-in browser and python tools: long descriptions that are OpenAI's text and not
 * copied here. They are taken from the golden text, so these cases check framing and tokens but not the words of the
 * section.
 */
function builtInTools(golden: string): string {
  return golden.slice(golden.indexOf("# Tools"), golden.indexOf("\n\n# Valid channels:"));
}

const CAPITAL = "What is the capital of the largest country in the world?";
const effortCases = (["low", "medium", "high"] satisfies ReasoningEffort[]).flatMap(
  (reasoningEffort): RenderCase[] => [
    {
      file: `test_simple_convo_${reasoningEffort}_effort.txt`,
      conversation: fixed(
        system({ reasoningEffort }),
        { role: "developer", content: { instructions: "Answer the user's questions like a robot." } },
        user(CAPITAL),
      ),
    },
    {
      file: `test_simple_convo_${reasoningEffort}_effort_no_instruction.txt`,
      conversation: fixed(system({ reasoningEffort }), user(CAPITAL)),
    },
  ],
);

const WEATHER_FORMAT = { type: "string", enum: ["celsius", "fahrenheit"], default: "celsius" };
const WEATHER_TOOLS: readonly FunctionTool[] = [
  { name: "get_location", description: "Gets the location of the user." },
  {
    name: "get_current_weather",
    description: "Gets the current weather in the provided location.",
    parameters: {
      type: "object",
      properties: {
        location: { type: "string", description: "The city and state, e.g. San Francisco, CA" },
        format: WEATHER_FORMAT,
      },
      required: ["location"],
    },
  },
  {
    name: "get_multiple_weathers",
    description: "Gets the current weather in the provided list of locations.",
    parameters: {
      type: "object",
      properties: {
        locations: {
          type: "array",
          items: { type: "string" },
          description: 'List of city and state, e.g. ["San Francisco, CA", "New York, NY"]',
        },
        format: WEATHER_FORMAT,
      },
      required: ["locations"],
    },
  },
  {
    name: "kitchensink",
    description: "A function with various complex schemas.",
    parameters: {
      description: "params object",
      type: "object",
      properties: {
        string: { type: "string", title: "STRING", description: "A string", examples: ["hello", "world"] },
        string_nullable: {
          type: "string",
          nullable: true,
          description: "A nullable string",
          default: "the default",
        },
        string_enum: { type: "string", enum: ["a", "b", "c"] },
        oneof_string_or_number: {
          oneOf: [
            { type: "string", default: "default_string_in_oneof" },
            { type: "number", description: "numbers can happen too" },
          ],
          description: "a oneof",
          default: 20,
        },
      },
    },
  },
];

const LOOKUP_WEATHER: FunctionTool = {
  name: "lookup_weather",
  description:
    "Use this tool to lookup the weather in a given location. Call it with the parameter 'location', can be " +
    "any textual description of a location.",
  parameters: { type: "object", properties: { location: { type: "string" } }, required: ["location"] },
};

const DATE = { conversationStartDate: "2025-06-28" };

export const RENDER_CASES: readonly RenderCase[] = [
  { file: "test_simple_convo.txt", conversation: fixed(system(), user("What is 2 + 2?")) },
  ...effortCases,
  {
    file: "test_reasoning_system_message.txt",
    conversation: fixed(system({ channels: ["analysis", "final"] }), user("What is 2 + 2?")),
  },
  {
    file: "test_reasoning_system_message_no_instruction.txt",
    conversation: fixed(
      system({ reasoningEffort: "high", channels: ["analysis", "final"] }),
      user("What is the best place to eat candy in the world?"),
    ),
  },
  {
    file: "test_reasoning_system_message_with_dates.txt",
    conversation: fixed(
      system({
        conversationStartDate: "2021-01-01",
        knowledgeCutoff: "2021-01",
        channels: ["analysis", "final"],
      }),
      user("What is 42 * pi?"),
    ),
  },
  { file: "test_no_tools.txt", conversation: fixed(system(DATE)) },
  {
    file: "test_render_functions_with_parameters.txt",
    conversation: fixed(
      systemWithTools({ ...DATE, reasoningEffort: "high" }, "", true),
      {
        role: "developer",
        content: `${developerText({ instructions: "Always respond in riddles" })}\n\n${functionToolsSection(WEATHER_TOOLS)}`,
      },
      user("What is the weather like in SF?"),
    ),
  },
  {
    file: "test_browser_tool_only.txt",
    needsText: true,
    conversation: (golden) => ({ messages: [systemWithTools(DATE, builtInTools(golden), false)] }),
  },
  {
    file: "test_browser_and_python_tool.txt",
    needsText: true,
    conversation: (golden) => ({ messages: [systemWithTools(DATE, builtInTools(golden), false)] }),
  },
  {
    file: "test_browser_and_function_tool.txt",
    needsText: true,
    conversation: (golden) => ({
      messages: [
        systemWithTools(DATE, builtInTools(golden), true),
        { role: "developer", content: functionToolsSection([LOOKUP_WEATHER]) },
      ],
    }),
  },
  {
    file: "test_dropping_cot_by_default.txt",
    conversation: fixed(
      user("What is 2 + 2?"),
      assistant("analysis", "User asks: “What is 2 + 2?” Simple arithmetic. Provide answer."),
      assistant("final", "2 + 2 equals 4."),
      user("What about 9 / 2?"),
    ),
  },
  {
    file: "test_does_not_drop_if_ongoing_analysis.txt",
    conversation: fixed(
      user("What is the weather in SF?"),
      assistant("analysis", "User asks: “What is the weather in SF?” We need to use lookup_weather tool."),
      {
        role: "assistant",
        channel: "commentary",
        recipient: "functions.lookup_weather",
        contentType: "<|constrain|>json",
        content: '{"location": "San Francisco"}',
      },
      {
        role: "tool",
        name: "functions.lookup_weather",
        content: '{"temperature": 20, "description": "sunny"}',
      },
    ),
  },
  {
    file: "test_preserve_cot.txt",
    dropAnalysis: false,
    conversation: fixed(
      user("What is 2 + 2?"),
      assistant("analysis", 'User asks a simple question: "What is 2 + 2?" The answer: 4.'),
      assistant("final", "2 + 2 equals 4."),
      user("What about 9 / 2?"),
    ),
  },
  {
    file: "test_keep_analysis_between_finals.txt",
    forCompletion: false,
    conversation: fixed(
      user("What is 2 + 2?"),
      assistant("analysis", "thinking 2+2"),
      assistant("final", "4"),
      user("What is 3 + 5?"),
      assistant("analysis", "thinking 3+5"),
      assistant("final", "8"),
    ),
  },
];
