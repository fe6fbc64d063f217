import type { Check } from "../check.ts";

const MAX_NAME = 40;
const NAME = /^\w+$/;

export const controlToken: Check = {
  rule: "control-token",
  severity: "warning",
  summary: "The text spells a control token of the model",
  find({ lines, steps }) {
    return Array.from({ length: lines.count }, (_, index) => index + 1).flatMap((number) => {
      const text = lines.text(number);
      steps.add(text.length);
      return spellings(text).map(([start, end]) => ({
        range: lines.part(number, start, end),
        message:
          "The text spells a control token of the model. Gavel passes it as ordinary text, so it has no effect, but the " +
          "model may mistake it for the end of the policy. Describe it in words.",
        suggestion: `the control token ${text.slice(start + 2, end - 2).trim()}`,
      }));
    });
  },
};

/** Start and end of each token in the line, such as `<|start|>`. */
function spellings(text: string): [start: number, end: number][] {
  const found: [number, number][] = [];
  for (let start = text.indexOf("<|"); start !== -1; start = text.indexOf("<|", start + 2)) {
    const rest = text.slice(start + 2, start + 2 + MAX_NAME);
    const length = rest.indexOf("|>");
    if (length > 0 && NAME.test(rest.slice(0, length).trim())) found.push([start, start + length + 4]);
  }
  return found;
}
