import { useCan } from "../../data/session.ts";
import { Section } from "../../kit/section.tsx";
import { ForbiddenState } from "../../kit/state.tsx";
import { KeptContent } from "../verdict/content.tsx";

/** What was judged, or why it cannot be shown. Reading it leaves an entry in the audit log. */
export function ContentPanel({ id }: { readonly id: string }) {
  const can = useCan();
  return (
    <Section title="Content">
      {can("content:read") ? <KeptContent id={id} /> : <ForbiddenState scope="content:read" />}
    </Section>
  );
}
