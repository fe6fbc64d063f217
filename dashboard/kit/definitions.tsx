import type { ComponentChildren } from "preact";

/** A list of terms with their values. A value that is null or undefined is omitted. */
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
