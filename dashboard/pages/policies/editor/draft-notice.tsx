import { Button } from "../../../kit/button.tsx";
import { Time } from "../../../kit/time.tsx";
import type { DraftText } from "./use-draft.ts";

export interface DraftNoticeProps {
  readonly id: string;
  readonly draft: DraftText;
  /** The opened version; null for a new policy. */
  readonly loadedFrom: number | null;
}

/** Says that the text is from an earlier visit. */
export function DraftNotice({ id, draft: { restored, isUnsaved, discard }, loadedFrom }: DraftNoticeProps) {
  if (restored === null || !isUnsaved) return null;
  const isOfOther = restored.from !== null && restored.from !== loadedFrom;
  return (
    <div class="note row" role="status">
      <span>
        This is your unsaved text of {id}, changed <Time at={new Date(restored.at).toISOString()} />
        {isOfOther ? `. It was written from version ${restored.from}.` : "."}
      </span>
      <Button onClick={discard}>
        {loadedFrom === null ? "Discard it" : `Discard it, and show version ${loadedFrom}`}
      </Button>
    </div>
  );
}
