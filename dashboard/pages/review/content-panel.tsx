import { useCan } from "../../data/session.ts";
import { Section } from "../../kit/section.tsx";
import { ForbiddenState } from "../../kit/state.tsx";
import { KeptContent } from "../verdict/content.tsx";
import type { ReviewSettings } from "./review-settings.ts";
import { Shield } from "./shield.tsx";

export interface ContentPanelProps {
  readonly id: string;
  readonly settings: ReviewSettings;
  readonly shielded: boolean;
  readonly onReveal: () => void;
}

/** What was judged, or why it cannot be shown. Reading it leaves an entry in the audit log. */
export function ContentPanel({ id, ...shield }: ContentPanelProps) {
  const can = useCan();
  return (
    <Section title="Content">
      {can("content:read") ? (
        <KeptContent id={id} wrap={(content) => <Shield {...shield}>{content}</Shield>} />
      ) : (
        <ForbiddenState scope="content:read" />
      )}
    </Section>
  );
}
