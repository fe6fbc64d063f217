import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import { plainText } from "../../schemas/plain-text.ts";

/** Text in which everything that was inserted is escaped. */
export type Markup = HtmlEscapedString;

/** Lone surrogates, and what XML 1.0 cannot contain besides control characters. */
const UNREPRESENTABLE = /[\uFFFE\uFFFF]|\p{Cs}/gu;

/** A template of HTML, SVG or XML: inserted text is escaped, and control characters are made visible. */
export function markup(
  strings: TemplateStringsArray,
  ...values: readonly (string | number | Markup | readonly Markup[] | null)[]
): Markup {
  // Markup is a String object, not a primitive.
  const safe = values.map((value) =>
    typeof value === "string" ? plainText(value).replace(UNREPRESENTABLE, "\uFFFD") : value,
  );
  // The result is a promise only if a value is one.
  return html(strings, ...safe) as Markup;
}
