import type { VerdictRecord } from "../../../packages/client/src/client.ts";
import { GavelError } from "../../../packages/client/src/client.ts";
import { client } from "../../data/client.ts";
import { useCan } from "../../data/session.ts";
import { useResource } from "../../data/use-resource.ts";
import { JudgedContent } from "../../kit/judged-content.tsx";
import { Loaded } from "../../kit/loaded.tsx";
import { Section } from "../../kit/section.tsx";
import { RevealBar, Shielded } from "../../kit/shield.tsx";

/** The content that was judged, if it is kept and the key may read it. */
export function Content({ record }: { readonly record: VerdictRecord }) {
  const mayRead = useCan()("content:read");
  return (
    <Section
      title="Content"
      aside={mayRead && <span class="muted">Reading it is recorded in the audit log</span>}
    >
      {mayRead ? (
        <KeptContent id={record.id} />
      ) : (
        <p class="muted">
          Your key may not read it: that needs the scope <code>content:read</code>.
        </p>
      )}
    </Section>
  );
}

/** The content that was judged, or a note that it is no longer kept. */
export function KeptContent({ id }: { readonly id: string }) {
  const content = useResource(
    async (signal) => {
      try {
        return (await client.call("getVerdictContent", { path: { verdict_id: id }, signal })).data.content;
      } catch (error) {
        const isGone =
          error instanceof GavelError && ["content_not_kept", "verdict_erased"].includes(error.code ?? "");
        if (isGone) return null;
        throw error;
      }
    },
    [id],
  );
  return (
    <Loaded resource={content} scope="content:read" what="the content">
      {(found) => {
        if (found === null) {
          return (
            <p class="muted">
              It is not kept: its retention period is over (GAVEL_CONTENT_RETENTION_HOURS), or the record was
              erased.
            </p>
          );
        }
        return (
          <>
            <RevealBar />
            <Shielded>
              <JudgedContent content={found} />
            </Shielded>
          </>
        );
      }}
    </Loaded>
  );
}
