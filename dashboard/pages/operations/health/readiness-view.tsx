import { CheckMark } from "../../../kit/check-mark.tsx";
import { withoutWarnings } from "../../../kit/model-name.ts";
import { checkWords } from "./check-words.ts";
import type { Readiness } from "../readiness.ts";

export interface ReadinessViewProps {
  readonly readiness: Readiness;
  /** An engine judges although its self-test failed. */
  readonly doubtful: boolean;
  /** Of the engines, which the page shows with each of them. */
  readonly warnings: readonly string[];
}

export function ReadinessView({ readiness: { ready, checks = {} }, doubtful, warnings }: ReadinessViewProps) {
  return (
    <div class="panel stack">
      <p class="headline" role="status">
        <CheckMark ok={ready} words={ready ? "Ready" : "Not ready"} />
        <span>
          {ready
            ? "An item that is submitted now will be judged."
            : "Items are not being judged now. Accepted items wait and are not lost."}
        </span>
      </p>
      <ul class="readiness">
        {Object.entries(checks).map(([name, check]) => (
          <li key={name}>
            {name === "engine" && check.ok && doubtful ? (
              <CheckMark ok doubtful words="An engine judges, but its verdicts cannot be trusted" />
            ) : (
              <CheckMark ok={check.ok} words={checkWords(name, check.ok)} />
            )}
            {check.detail !== undefined && check.detail !== "" && (
              <span class="muted">{withoutWarnings(check.detail, warnings)}</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
