import { CONTROL_TOKENS, controlTokenSpelling } from "./control-tokens.ts";
import type { Role } from "./conversation.ts";
import { decodeTokens } from "./tokenizer.ts";

export interface ParsedHeader {
  readonly role: Role;
  /** The tool's or speaker's name. */
  readonly name: string | null;
  readonly recipient: string | null;
  /** As the model wrote it, known or not. */
  readonly channel: string | null;
  readonly contentType: string | null;
}

const ROLES: ReadonlySet<string> = new Set<Role>(["system", "developer", "user", "assistant", "tool"]);

/**
 * Parses the tokens between `<|start|>` and `<|message|>`. Never fails: models generate malformed headers, and an
 * error would lose the verdict.
 *
 * The parts are split at control tokens, so that ordinary text that spells one cannot move a boundary. The
 * channel is the first word after `<|channel|>`. Of the other words, `to=…` or a single word is the
 * recipient and the last one is the content type, as in the reference; the rest is ignored. An unknown
 * role is the name of a tool.
 *
 * @param impliedRole the role, if the prompt already contains it and the header may therefore begin without one.
 */
export function parseHeader(tokens: readonly number[], impliedRole: Role | null): ParsedHeader {
  const { role: roleWords, channel, constrain } = splitHeader(tokens);
  const author = takeAuthor(roleWords, impliedRole);
  const channelName = channel.shift() ?? null;
  const words = [...roleWords, ...channel];
  const to = words.findIndex((word) => word.startsWith("to="));
  let recipient = to === -1 ? null : words.splice(to, 1)[0]!.slice("to=".length);
  let contentType = constrain === null ? null : CONSTRAIN + constrain;
  if (contentType === null && (recipient !== null || words.length > 1)) {
    contentType = words.pop() ?? null;
  }
  recipient ??= words.pop() ?? null;
  return { ...author, recipient, channel: channelName, contentType };
}

/**
 * Parses a header that ended before `<|message|>`. As in the tolerant mode of the reference, the text of the
 * message is what follows the channel's name, or what follows the role if there is no channel.
 */
export function parseBrokenHeader(
  tokens: readonly number[],
  impliedRole: Role | null,
): ParsedHeader & { readonly content: string } {
  const channelAt = tokens.indexOf(CONTROL_TOKENS.channel);
  const roleWords = words(channelAt === -1 ? tokens : tokens.slice(0, channelAt));
  const author = takeAuthor(roleWords, impliedRole);
  const header = { ...author, recipient: null, contentType: null };
  if (channelAt === -1) {
    return { ...header, channel: null, content: roleWords.join(" ") };
  }
  const rest = decodeTokens(tokens.slice(channelAt + 1)).trim();
  const channel = /^\S*/.exec(rest)![0];
  return { ...header, channel: channel || null, content: rest.slice(channel.length).trim() };
}

const CONSTRAIN = controlTokenSpelling(CONTROL_TOKENS.constrain)!;

function splitHeader(tokens: readonly number[]): {
  role: string[];
  channel: string[];
  constrain: string | null;
} {
  const parts = { role: [] as number[], channel: [] as number[], constrain: [] as number[] };
  let into: keyof typeof parts = "role";
  for (const token of tokens) {
    if (token === CONTROL_TOKENS.channel) {
      into = "channel";
    } else if (token === CONTROL_TOKENS.constrain) {
      into = "constrain";
    } else {
      parts[into].push(token);
    }
  }
  const constrain = tokens.includes(CONTROL_TOKENS.constrain) ? decodeTokens(parts.constrain).trim() : null;
  return { role: words(parts.role), channel: words(parts.channel), constrain };
}

function words(tokens: readonly number[]): string[] {
  return decodeTokens(tokens)
    .split(/\s+/)
    .filter((word) => word !== "");
}

/** Removes the author from the start of a header's words. */
function takeAuthor(roleWords: string[], impliedRole: Role | null): { role: Role; name: string | null } {
  if (impliedRole !== null) {
    if (roleWords[0] === impliedRole) {
      roleWords.shift();
    }
    return { role: impliedRole, name: null };
  }
  const first = roleWords.shift() ?? "assistant";
  const [role, ...name] = first.split(":");
  if (ROLES.has(role!)) {
    return { role: role as Role, name: name.length === 0 ? null : name.join(":") };
  }
  return { role: "tool", name: first };
}
