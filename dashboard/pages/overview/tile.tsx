import type { ComponentChildren } from "preact";

export interface TileProps {
  readonly name: string;
  readonly value: ComponentChildren;
  /** What the figure consists of, or its interval. */
  readonly children?: ComponentChildren;
  readonly href?: string;
}

/** One figure. */
export function Tile({ name, value, children, href }: TileProps) {
  return (
    <div class="tile">
      <dt>{href === undefined ? name : <a href={href}>{name}</a>}</dt>
      <dd>
        <span class="tile-value">{value}</span>
        {children !== undefined && <span class="muted">{children}</span>}
      </dd>
    </div>
  );
}
