import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

export interface SectionProps {
  readonly title: string;
  /** Next to the title: controls, or a short remark. */
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Section({ title, aside, children }: SectionProps) {
  const id = useId();
  return (
    <section class="section" aria-labelledby={id}>
      <div class="section-head">
        <h2 id={id}>{title}</h2>
        {aside !== undefined && <div class="row">{aside}</div>}
      </div>
      {children}
    </section>
  );
}
