import type { ComponentChildren } from "preact";

export interface TagProps {
  readonly children: ComponentChildren;
  readonly tone?: "plain" | "accent" | "violation" | "allowed" | "review";
  readonly title?: string;
}

export function Tag({ children, tone = "plain", title }: TagProps) {
  return (
    <span class="tag" data-tone={tone} title={title}>
      {children}
    </span>
  );
}
