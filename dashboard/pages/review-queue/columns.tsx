import { Blurred } from "../../kit/blurred.tsx";
import { codesOf } from "../../kit/codes.ts";
import { OutcomeMark } from "../../kit/outcome-mark.tsx";
import { outcomeOf } from "../../kit/outcome.ts";
import { UntrustedText } from "../../kit/plain-text.tsx";
import { REVIEW_WORDS } from "../../kit/review-words.ts";
import type { TableColumn } from "../../kit/table.tsx";
import { Tag } from "../../kit/tag.tsx";
import { Time } from "../../kit/time.tsx";
import type { Selection } from "./selection.ts";
import type { ReviewItem } from "./use-queue.ts";

/** The columns of the queue, with a checkbox to select each item. */
export function queueColumns(
  selection: Selection,
  onToggle: (item: ReviewItem, isRange: boolean) => void,
  blurOf: (policyId: string) => string | null,
): readonly TableColumn<ReviewItem>[] {
  return [
    {
      title: "Chosen",
      width: "72px",
      cell: (item) => (
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label="Select this item"
          checked={selection.ids.has(item.id)}
          onClick={(event) => {
            event.stopPropagation();
            onToggle(item, event.shiftKey);
          }}
        />
      ),
    },
    {
      title: "Verdict",
      width: "112px",
      cell: ({ record }) => <OutcomeMark outcome={outcomeOf(record)} />,
    },
    { title: "Waiting", width: "96px", cell: (item) => <Time at={item.queued_at} /> },
    { title: "Policy", width: "128px", cell: ({ record }) => record.policy.id, wideOnly: true },
    {
      title: "Category",
      width: "96px",
      wideOnly: true,
      cell: ({ record }) => codesOf(record).category,
    },
    {
      title: "Rationale",
      wideOnly: true,
      width: "minmax(0, 1fr)",
      cell: ({ record }) => (
        <Blurred inline filter={blurOf(record.policy.id)}>
          <UntrustedText>{(record.verdict?.rationale ?? "").slice(0, 200)}</UntrustedText>
        </Blurred>
      ),
    },
    {
      title: "State",
      width: "176px",
      wideOnly: true,
      cell: ({ record, claim }) => (
        <span>
          <Tag tone={record.review?.state === "escalated" ? "review" : "plain"}>
            {REVIEW_WORDS[record.review?.state ?? ""] ?? ""}
          </Tag>
          {claim !== null && Date.parse(claim.expires_at) > Date.now() && ` ${claim.reviewer ?? "claimed"}`}
        </span>
      ),
    },
  ];
}
