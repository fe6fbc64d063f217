import type { Activation } from "../../../packages/client/src/client.ts";
import { UntrustedText } from "../../kit/plain-text.tsx";
import { Tag } from "../../kit/tag.tsx";
import { Time } from "../../kit/time.tsx";
import { KeyName } from "./key-name.tsx";

/** Who activated which version, when and why. */
export function Activations({ activations }: { readonly activations: readonly Activation[] }) {
  if (activations.length === 0) {
    return <p class="muted">No version was ever active. Activate one, and it judges new items.</p>;
  }
  return (
    <ol class="history">
      {activations.map((activation) => (
        <li key={activation.activated_at}>
          <div class="row">
            <strong>{words(activation)}</strong>
            {activation.forced && <Tag tone="violation">Forced</Tag>}
            <span class="muted">
              <Time at={activation.activated_at} /> by <KeyName id={activation.key_id} />
            </span>
          </div>
          {activation.reason !== null && (
            <p>
              <UntrustedText>{activation.reason}</UntrustedText>
            </p>
          )}
          {activation.refusals.length > 0 && (
            <details>
              <summary>Result of the gate</summary>
              <ul>
                {activation.refusals.map((refusal) => (
                  <li key={refusal}>{refusal}</li>
                ))}
              </ul>
            </details>
          )}
        </li>
      ))}
    </ol>
  );
}

function words({ kind, from_version: from, to_version: to }: Activation): string {
  const before = from === null ? "" : `, version ${from} before`;
  switch (kind) {
    case "upload":
      return `Version ${to} uploaded and active${before}`;
    case "activate":
      return `Version ${to} activated${before}`;
    case "rollback":
      return `Rolled back to version ${to}${before}`;
  }
}
