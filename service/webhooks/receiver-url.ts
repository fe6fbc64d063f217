import { isIP } from "node:net";
import { MAX_WEBHOOK_URL_CHARACTERS } from "../../schemas/webhook.ts";
import { isPublicAddress } from "./public-address.ts";

/** Names that never leave the machine or its network (RFC 6761, RFC 6762, RFC 8375, RFC 9476). */
const LOCAL_NAME = /(^|\.)(localhost|local|internal|home\.arpa)$/;

export interface UrlRules {
  /** Whether plain http and addresses that are not public are taken. */
  readonly allowPrivate: boolean;
}

/**
 * The URL of a receiver as it will be asked, or why it is refused. Looks at the text alone: names are
 * resolved by the caller, and again at each connection.
 */
export function parseWebhookUrl(
  text: string,
  { allowPrivate }: UrlRules,
): { readonly url: URL } | { readonly refused: string } {
  if (!URL.canParse(text)) return { refused: "is not a URL" };
  const url = new URL(text);
  // Spelt out it may be longer than it was given.
  if (url.href.length > MAX_WEBHOOK_URL_CHARACTERS) return { refused: "is too long" };
  if (url.protocol !== "https:" && !(allowPrivate && url.protocol === "http:")) {
    return { refused: allowPrivate ? "must start with https:// or http://" : "must start with https://" };
  }
  if (url.username !== "" || url.password !== "") return { refused: "must not hold a user name or password" };
  url.hash = "";
  const host = hostOf(url);
  if (!allowPrivate && (isIP(host) === 0 ? LOCAL_NAME.test(host) : !isPublicAddress(host))) {
    return { refused: "must lead to a public address" };
  }
  return { url };
}

/** Without the brackets of IPv6 and the dot of a complete name. The URL parser has made 0x7f.1 into 127.0.0.1. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
}
