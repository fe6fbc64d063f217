import { Blurred } from "../../kit/blurred.tsx";
import { OutcomeMark } from "../../kit/outcome-mark.tsx";
import { formatScore } from "../../kit/scale.tsx";
import type { TableColumn } from "../../kit/table.tsx";
import { Tag } from "../../kit/tag.tsx";
import { Time } from "../../kit/time.tsx";
import { UntrustedText } from "../../kit/plain-text.tsx";
import { REVIEW_WORDS } from "../../kit/review-words.ts";
import type { VerdictRow } from "./verdict-row.ts";

/** `blurOf` says what is done to words about an item of a policy. */
export const liveColumns = (
  blurOf: (policyId: string) => string | null,
): readonly TableColumn<VerdictRow>[] => [
  { title: "Settled", width: "88px", cell: ({ at }) => <Time at={at} /> },
  { title: "Outcome", width: "120px", cell: ({ outcome }) => <OutcomeMark outcome={outcome} /> },
  {
    title: "Policy",
    width: "minmax(80px, 144px)",
    cell: ({ policyId, version }) => `${policyId} v${version}`,
  },
  { title: "Category", width: "72px", wideOnly: true, cell: ({ category }) => category },
  {
    title: "Score",
    width: "56px",
    wideOnly: true,
    numeric: true,
    cell: ({ score }) => (score === null ? <span class="muted">–</span> : formatScore(score)),
  },
  {
    title: "Review",
    width: "112px",
    wideOnly: true,
    cell: ({ review }) => review !== null && <Tag tone="review">{REVIEW_WORDS[review] ?? review}</Tag>,
  },
  {
    title: "Rationale",
    width: "minmax(120px, 1fr)",
    wideOnly: true,
    cell: ({ policyId, words }) => (
      <Blurred inline filter={blurOf(policyId)}>
        <UntrustedText>{words}</UntrustedText>
      </Blurred>
    ),
  },
  {
    title: "External id",
    width: "minmax(72px, 112px)",
    wideOnly: true,
    cell: ({ externalId }) => <UntrustedText>{externalId}</UntrustedText>,
  },
];
