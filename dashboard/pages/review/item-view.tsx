import { useState } from "preact/hooks";
import { useCan } from "../../data/session.ts";
import { Section } from "../../kit/section.tsx";
import { ShieldArea } from "../../kit/shield.tsx";
import { Events } from "../verdict/history.tsx";
import { usePolicyVersion } from "../verdict/use-policy-version.ts";
import { ActionBar } from "./action-bar.tsx";
import { overturnChoices } from "./choices.ts";
import { ContentPanel } from "./content-panel.tsx";
import { NoteForm } from "./note-form.tsx";
import { OverturnForm } from "./overturn-form.tsx";
import type { ReviewItem } from "./review-api.ts";
import type { ReviewSettings } from "../../data/review-settings.ts";
import type { Review } from "./use-review.ts";
import { VerdictPanel } from "./verdict-panel.tsx";

export interface ItemViewProps {
  readonly item: ReviewItem;
  readonly review: Review;
  readonly settings: ReviewSettings;
  readonly reasons: readonly string[];
  readonly onReason: (reason: string) => void;
}

/** One item, with all actions on it. */
export function ItemView({ item, review, settings, reasons, onReason }: ItemViewProps) {
  const { id, version } = item.record.policy;
  const policy = usePolicyVersion(id, version);
  const mayRead = useCan()("reviews:read");
  const [panel, setPanel] = useState<"overturn" | "note" | null>(null);
  const [notes, setNotes] = useState(0);
  const [draft, setDraft] = useState("");
  const close = (): void => setPanel(null);
  const saveNote = (text: string): void => {
    close();
    setDraft("");
    void review.note(text).then((saved) => {
      if (saved) return setNotes(notes + 1);
      setDraft(text);
      setPanel("note");
    });
  };
  return (
    <ShieldArea sensitive={policy.data?.version.sensitive} settings={settings} keys="r">
      <div class="review-columns">
        <ContentPanel id={item.id} />
        <div class="stack">
          <VerdictPanel item={item} policy={policy} />
          {mayRead && (
            <Section title="History">
              <Events id={item.id} state={String(notes)} />
            </Section>
          )}
        </div>
      </div>
      <div class="review-actions">
        {panel === "overturn" && (
          <OverturnForm
            choices={overturnChoices(policy.data?.version.categories ?? [], item.record.verdict)}
            reasons={reasons}
            onCancel={close}
            onSubmit={(overturn) => {
              onReason(overturn.reason);
              review.decide({ decision: "overturn", ...overturn });
            }}
          />
        )}
        {panel === "note" && <NoteForm draft={draft} onCancel={close} onSubmit={saveNote} />}
        {panel === null && (
          <ActionBar
            actions={{
              agree: () => review.decide({ decision: "agree" }),
              overturn: () => setPanel("overturn"),
              unsure: () => review.decide({ decision: "unsure" }),
              escalate: () => review.decide({ decision: "escalate" }),
              skip: review.skip,
              note: () => setPanel("note"),
            }}
          />
        )}
      </div>
    </ShieldArea>
  );
}
