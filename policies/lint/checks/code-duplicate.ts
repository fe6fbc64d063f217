import type { Definition } from "../../codes/definition.ts";
import type { Check, Found } from "../check.ts";

export const codeDuplicate: Check = {
  rule: "code-duplicate",
  severity: "warning",
  summary: "A code is defined twice",
  find({ found, lines }) {
    const first = new Map<string, Definition>();
    const duplicates: Found[] = [];
    for (const definition of found.definitions) {
      const { code, kind, whole, strong } = definition;
      // A sentence may begin with a code.
      if (whole === "" || !strong) continue;
      // A category may be explained under its heading and listed again in a legend.
      const key = code.includes(".") ? code : `${kind} ${code}`;
      const known = first.get(key);
      if (known === undefined) {
        first.set(key, definition);
      } else if (known.line !== definition.line && isOther(known, definition)) {
        duplicates.push({
          range: lines.line(definition.line.number),
          message: `${code} is defined here and, in different words, on line ${lines.inDocument(known.line.number)}. A verdict that cites it does not say which one matched. Give each criterion its own code.`,
        });
      }
    }
    return duplicates;
  },
};

function isOther(one: Definition, other: Definition): boolean {
  return one.code.includes(".") || one.whole.toLowerCase() !== other.whole.toLowerCase();
}
