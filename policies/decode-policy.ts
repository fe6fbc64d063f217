import { MAX_POLICY_BYTES } from "../schemas/policy.ts";
import { PolicyError, type PolicyFault } from "./errors.ts";

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** C0 without tab, line feed and carriage return; DEL; C1. */
// oxlint-disable-next-line no-control-regex -- it finds control characters
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** Up to this many kinds of control character are named. */
const MAX_NAMED = 20;

/**
 * The text of a policy document, byte for byte: a byte order mark and line ends are kept, so encoding the
 * result again returns the same bytes.
 *
 * Throws PolicyError: policy_too_large, policy_not_utf8, policy_not_text (a control character).
 */
export function decodePolicy(bytes: Uint8Array): string {
  if (bytes.byteLength > MAX_POLICY_BYTES) {
    const message = `is ${bytes.byteLength} bytes long; at most ${MAX_POLICY_BYTES} are allowed`;
    throw new PolicyError("policy_too_large", "The policy document is too large", [{ pointer: "", message }]);
  }
  const source = decodeUtf8(bytes);
  const faults = controlCharacterFaults(source);
  if (faults.length > 0) {
    throw new PolicyError("policy_not_text", "The policy document contains control characters", faults);
  }
  return source;
}

/** One fault for each kind of control character, with its count and the line of the first. */
function controlCharacterFaults(source: string): PolicyFault[] {
  const found = new Map<string, { count: number; readonly first: number }>();
  for (const { 0: character, index } of source.matchAll(CONTROL_CHARACTERS)) {
    const known = found.get(character);
    if (known === undefined) found.set(character, { count: 1, first: index });
    else known.count += 1;
  }
  const faults = [...found].map(([character, { count, first }]) => ({
    pointer: "",
    message: `contains the control character ${codePointName(character)}${count > 1 ? ` ${count} times, first here` : ""}`,
    line: lineAt(source, first),
  }));
  const named = faults.slice(0, MAX_NAMED);
  const left = faults.length - named.length;
  return left === 0
    ? named
    : [...named, { pointer: "", message: `contains ${left} more kinds of control character` }];
}

function codePointName(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch (cause) {
    throw new PolicyError(
      "policy_not_utf8",
      "The policy document is not UTF-8",
      [{ pointer: "", message: "is not valid UTF-8; save the document as UTF-8 and upload it again" }],
      { cause },
    );
  }
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split(/\r\n|\r|\n/).length;
}
