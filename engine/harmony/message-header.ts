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
 * Reads the tokens between `<|start|>` and `<|message|>`. Never fails: models write headers that no grammar
 * foresees, and a server that answers them with an error loses the verdict.
 *
 * The parts are cut at control tokens, so that ordinary text which spells one cannot move a boundary. The
 * channel is the first word behind `<|channel|>`. Of the other words, `to=…` or a single word is the
 * recipient and the last one the content type, as in the reference; what is left is passed over. An unknown
 * role is a tool's name.
 *
 * @param impliedRole the role where the header's first word is not one: it stood in the prompt.
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
 * Reads a header that was ended before `<|message|>`: what stands behind the channel's name, or behind the
 * role where there is no channel, is the message's text, as in the reference's tolerant mode.
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
  const behind = decodeTokens(tokens.slice(channelAt + 1)).trim();
  const channel = /^\S*/.exec(behind)![0];
  return { ...header, channel: channel || null, content: behind.slice(channel.length).trim() };
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

/** Takes the author off the front of a header's words. */
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
