import { TextDecoder } from "node:util";
import { CONTROL_TOKENS, controlTokenSpelling, STOP_TOKENS } from "./control-tokens.ts";
import type { Role } from "./conversation.ts";
import { type ParsedHeader, parseBrokenHeader, parseHeader } from "./message-header.ts";
import { tokenBytes } from "./tokenizer.ts";

export interface ParsedMessage extends ParsedHeader {
  readonly content: string;
  /** False if the message ended without a stop token of its own. */
  readonly complete: boolean;
}

type State =
  | { readonly name: "between" }
  | { readonly name: "header"; readonly tokens: number[]; readonly impliedRole: Role | null }
  | { readonly name: "content"; readonly header: ParsedHeader; text: string; readonly decoder: TextDecoder };

/**
 * Parses a model's tokens one by one into messages. Accepts every sequence of numbers; in these cases the
 * published reference throws and this parser recovers:
 * - unexpected words in a header are ignored (see parseHeader);
 * - a header that ends before `<|message|>` becomes a message of its words (see parseBrokenHeader);
 * - `<|start|>` or `<|channel|>` inside a message ends it, incomplete, and opens the next;
 * - a message that begins without `<|start|>` still has its header parsed.
 * Ids outside the vocabulary and invalid UTF-8 become U+FFFD. Text is returned in whole characters.
 */
export class StreamableParser {
  readonly #messages: ParsedMessage[] = [];
  #state: State;

  /** @param role the role the prompt ended with (`<|start|>assistant`), or null if it ended before `<|start|>`. */
  constructor(role: Role | null) {
    this.#state = role === null ? { name: "between" } : { name: "header", tokens: [], impliedRole: role };
  }

  /** Takes one token; returns the text it adds to the current message ("" for none yet). */
  push(token: number): string {
    const state = this.#state;
    if (state.name === "content") {
      return this.#pushContent(state, token);
    }
    if (state.name === "header") {
      this.#pushHeader(state, token);
    } else if (token === CONTROL_TOKENS.start) {
      this.#state = { name: "header", tokens: [], impliedRole: null };
    } else if (!STOP_TOKENS.has(token)) {
      this.#state = { name: "header", tokens: [], impliedRole: null };
      this.push(token);
    }
    return "";
  }

  /** Ends the input: a message that has begun becomes an incomplete one. Idempotent. */
  end(): void {
    const state = this.#state;
    if (state.name === "content") {
      this.#closeContent(state, false);
    } else if (state.name === "header") {
      this.#closeHeader(state, false);
    }
  }

  /** The messages that have ended. */
  get messages(): readonly ParsedMessage[] {
    return this.#messages;
  }

  /** The header of the message whose text is being parsed; null between messages and inside a header. */
  get currentHeader(): ParsedHeader | null {
    return this.#state.name === "content" ? this.#state.header : null;
  }

  /** The text of the current message so far. */
  get currentContent(): string {
    return this.#state.name === "content" ? this.#state.text : "";
  }

  #pushHeader(state: State & { name: "header" }, token: number): void {
    if (token === CONTROL_TOKENS.message) {
      const header = parseHeader(state.tokens, state.impliedRole);
      this.#state = {
        name: "content",
        header,
        text: "",
        decoder: new TextDecoder("utf-8", { ignoreBOM: true }),
      };
    } else if (token === CONTROL_TOKENS.start) {
      this.#closeHeader(state, false);
      this.#state = { name: "header", tokens: [], impliedRole: null };
    } else if (STOP_TOKENS.has(token)) {
      this.#closeHeader(state, true);
    } else {
      state.tokens.push(token);
    }
  }

  #pushContent(state: State & { name: "content" }, token: number): string {
    if (STOP_TOKENS.has(token)) {
      this.#closeContent(state, true);
      return "";
    }
    if (token === CONTROL_TOKENS.start || token === CONTROL_TOKENS.channel) {
      const { role } = state.header;
      this.#closeContent(state, false);
      const hasStart = token === CONTROL_TOKENS.start;
      this.#state = {
        name: "header",
        tokens: hasStart ? [] : [token],
        impliedRole: hasStart ? null : role,
      };
      return "";
    }
    const bytes = tokenBytes(token);
    const added =
      bytes === null
        ? state.decoder.decode() + (controlTokenSpelling(token) ?? "\uFFFD")
        : state.decoder.decode(bytes, { stream: true });
    state.text += added;
    return added;
  }

  #closeContent(state: State & { name: "content" }, complete: boolean): void {
    this.#messages.push({ ...state.header, content: state.text + state.decoder.decode(), complete });
    this.#state = { name: "between" };
  }

  #closeHeader({ tokens, impliedRole }: State & { name: "header" }, complete: boolean): void {
    this.#state = { name: "between" };
    if (tokens.length > 0) {
      this.#messages.push({ ...parseBrokenHeader(tokens, impliedRole), complete });
    }
  }
}
