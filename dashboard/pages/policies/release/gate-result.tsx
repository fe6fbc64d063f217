import { Icon } from "../../../kit/icon.tsx";

/** Whether the gate allows a version to become active, or why not. */
export function GateResult({ reasons }: { readonly reasons: readonly string[] }) {
  const isOpen = reasons.length === 0;
  return (
    <div class="gate" data-open={isOpen ? "" : undefined}>
      <strong class="row">
        <Icon name={isOpen ? "check" : "close"} />
        {isOpen ? "The gate is open" : "The gate is closed"}
      </strong>
      {isOpen ? (
        <p>This version can be activated: its targets are met, and it is not significantly worse.</p>
      ) : (
        <ul>
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
