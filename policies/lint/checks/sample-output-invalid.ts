import { compileValidator } from "../../../schemas/validate.ts";
import type { Check, Found } from "../check.ts";
import type { LintedPolicy } from "../linted-policy.ts";

const MAX_SAMPLE_CHARACTERS = 4000;
const MAX_SAMPLE_LINES = 40;
const MAX_SAMPLES = 20;

export const sampleOutputInvalid: Check = {
  rule: "sample-output-invalid",
  severity: "warning",
  summary: "A sample of the output does not match the policy's schema",
  find(policy) {
    const samples = samplesIn(policy);
    if (samples.length === 0) return [];
    const validate = compileValidator(policy.policy.verdictSchema.strict);
    return samples.flatMap(({ value, range }) => {
      const validation = validate(value);
      if (validation.ok) return [];
      const [fault] = validation.faults;
      const reason = fault === undefined ? "" : ` (${fault.pointer || "/"} ${fault.message})`;
      return [
        {
          range,
          message: `The sample is not a verdict of this policy${reason}, and no verdict will look like it. Gavel adds the format to the prompt: remove the sample, or correct it.`,
        },
      ];
    });
  },
};

interface Sample {
  readonly value: unknown;
  readonly range: Found["range"];
}

/** JSON objects with a violation: on one line, or from a line `{` to a line `}`. */
function samplesIn({ lines, steps }: LintedPolicy): Sample[] {
  const samples: Sample[] = [];
  let opened: number | null = null;
  for (let number = 1; number <= lines.count && samples.length < MAX_SAMPLES; number += 1) {
    const text = lines.text(number).trim();
    steps.add(text.length);
    const first = opened ?? number;
    if (text === "{") opened = number;
    else if (opened !== null && number - opened > MAX_SAMPLE_LINES) opened = null;
    const isClosed = opened !== null && text === "}";
    const source = isClosed ? lines.slice(first, number) : text;
    if (isClosed) opened = null;
    const value = sampleIn(source);
    if (value !== null) samples.push({ value, range: lines.lines(isClosed ? first : number, number) });
  }
  return samples;
}

function sampleIn(text: string): unknown {
  const start = text.indexOf("{");
  const end = text.lastIndexOf("}");
  if (start === -1 || end < start || end - start > MAX_SAMPLE_CHARACTERS) return null;
  const json = text.slice(start, end + 1);
  if (!json.includes('"violation"')) return null;
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return null;
  }
}
