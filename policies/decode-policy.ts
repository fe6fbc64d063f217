import { MAX_POLICY_BYTES } from "../schemas/policy.ts";
import { PolicyError } from "./errors.ts";

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** C0 without tab, line feed and carriage return; DEL; C1. */
// oxlint-disable-next-line no-control-regex -- finding control characters is what it is for
const CONTROL_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/**
 * The text of a policy document, byte for byte: a byte order mark and the line ends stay, so encoding the
 * result again gives the same bytes.
 *
 * Throws PolicyError: policy_too_large, policy_not_utf8, policy_not_text (a control character).
 */
export function decodePolicy(bytes: Uint8Array): string {
  if (bytes.byteLength > MAX_POLICY_BYTES) {
    const message = `is ${bytes.byteLength} bytes long; at most ${MAX_POLICY_BYTES} are allowed`;
    throw new PolicyError("policy_too_large", "The policy document is too large", [{ pointer: "", message }]);
  }
  const source = decodeUtf8(bytes);
  const control = CONTROL_CHARACTER.exec(source);
  if (control) {
    const codePoint = control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    throw new PolicyError("policy_not_text", "The policy document holds control characters", [
      {
        pointer: "",
        message: `holds the control character U+${codePoint}`,
        line: lineAt(source, control.index),
      },
    ]);
  }
  return source;
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
