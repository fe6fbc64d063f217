import type { PolicyVersion } from "../../../../packages/client/src/client.ts";
import { Tag } from "../../../kit/tag.tsx";
import { OutcomeMark } from "../../../kit/outcome-mark.tsx";
import { LineLink } from "./outline.tsx";

export interface CodesProps {
  readonly version: PolicyVersion;
  /** The line that defines each code. */
  readonly lines: ReadonlyMap<string, number>;
}

/** What a policy's verdicts may cite: its categories, each with its rules. */
export function Codes({ version: { categories, rules, inferred }, lines }: CodesProps) {
  const others = rules.filter((rule) => !categories.some(({ code }) => isRuleOf(rule, code)));
  if (categories.length === 0 && rules.length === 0) {
    return (
      <p class="muted">This policy has no codes: a verdict says only whether the content violates it.</p>
    );
  }
  return (
    <div class="stack">
      {inferred !== null && (
        <p class="note">
          Some codes were inferred from the text and are not enforced. Declare them in the front matter: the
          editor has the text to insert.
        </p>
      )}
      <ul class="codes">
        {categories.map((category) => (
          <li key={category.code}>
            <div class="row">
              <Code code={category.code} line={lines.get(category.code)} />
              <span>{category.title ?? ""}</span>
              <OutcomeMark outcome={category.violation === 0 ? "allowed" : "violation"} />
              {category.severity !== undefined && <Tag>{`severity ${category.severity}`}</Tag>}
              {category.action !== undefined && <Tag>{category.action}</Tag>}
            </div>
            <RuleList rules={rules.filter((rule) => isRuleOf(rule, category.code))} lines={lines} />
          </li>
        ))}
        {others.length > 0 && (
          <li>
            <div>Rules without a category</div>
            <RuleList rules={others} lines={lines} />
          </li>
        )}
      </ul>
    </div>
  );
}

function RuleList({
  rules,
  lines,
}: {
  readonly rules: readonly string[];
  readonly lines: CodesProps["lines"];
}) {
  if (rules.length === 0) return null;
  return (
    <div class="row">
      {rules.map((rule) => (
        <Code key={rule} code={rule} line={lines.get(rule)} />
      ))}
    </div>
  );
}

function Code({ code, line }: { readonly code: string; readonly line: number | undefined }) {
  return line === undefined ? <code>{code}</code> : <LineLink line={line}>{code}</LineLink>;
}

/** "SP2.a" extends SP2, and "HAR1" extends HAR; "SP20" does not extend SP2. */
function isRuleOf(rule: string, category: string): boolean {
  if (!rule.startsWith(category)) return false;
  const next = rule.charAt(category.length);
  return next === "." || (/[A-Z]$/.test(category) && /\d/.test(next));
}
