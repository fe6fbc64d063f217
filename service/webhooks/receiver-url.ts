import { isIP } from "node:net";
import { MAX_WEBHOOK_URL_CHARACTERS } from "../../schemas/webhook.ts";
import { isPublicAddress } from "./public-address.ts";

/** Names that are local to the machine or its network (RFC 6761, RFC 6762, RFC 8375, RFC 9476). */
const LOCAL_NAME = /(^|\.)(localhost|local|internal|home\.arpa)$/;

export interface UrlRules {
  /** Allow plain http and addresses that are not public. */
  readonly allowPrivate: boolean;
}

/**
 * Parses the URL of a receiver, or returns why it is refused. Checks the text only: names are resolved by the caller,
 * and again at each connection.
 */
export function parseWebhookUrl(
  text: string,
  { allowPrivate }: UrlRules,
): { readonly url: URL } | { readonly refused: string } {
  if (!URL.canParse(text)) return { refused: "is not a URL" };
  const url = new URL(text);
  // The normalised URL may be longer than the text.
  if (url.href.length > MAX_WEBHOOK_URL_CHARACTERS) return { refused: "is too long" };
  if (url.protocol !== "https:" && !(allowPrivate && url.protocol === "http:")) {
    return { refused: allowPrivate ? "must start with https:// or http://" : "must start with https://" };
  }
  if (url.username !== "" || url.password !== "") {
    return { refused: "must not contain a user name or password" };
  }
  url.hash = "";
  const host = hostOf(url);
  if (!allowPrivate && (isIP(host) === 0 ? LOCAL_NAME.test(host) : !isPublicAddress(host))) {
    return { refused: "must resolve to a public address" };
  }
  return { url };
}

/**
 * The host without the brackets of IPv6 and the final dot of a name. The URL parser has normalised 0x7f.1 to 127.0.0.1.
 */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
}
