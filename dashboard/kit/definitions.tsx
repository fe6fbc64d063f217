import type { ComponentChildren } from "preact";

/** What something is, line by line. A value that is null or undefined has no line. */
export function Definitions({
  items,
}: {
  readonly items: readonly (readonly [term: string, value: ComponentChildren])[];
}) {
  return (
    <dl class="definitions">
      {items
        .filter(([, value]) => value !== null && value !== undefined)
        .map(([term, value]) => (
          <>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </>
        ))}
    </dl>
  );
}
