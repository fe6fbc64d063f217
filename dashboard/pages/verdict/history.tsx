import type { Schemas, VerdictRecord } from "../../../packages/client/src/client.ts";
import { client } from "../../data/client.ts";
import { useCan } from "../../data/session.ts";
import { useResource } from "../../data/use-resource.ts";
import { Loaded } from "../../kit/loaded.tsx";
import { UntrustedText } from "../../kit/plain-text.tsx";
import { REVIEW_REASONS, REVIEW_WORDS } from "../../kit/review-words.ts";
import { Section } from "../../kit/section.tsx";
import { Tag } from "../../kit/tag.tsx";
import { Time } from "../../kit/time.tsx";
import { eventWords } from "./event-words.ts";

type Event = Schemas["ReviewDetail"]["events"][number];

/** Whether people reviewed the verdict, why, and what each of them did. The verdict itself does not change. */
export function History({ record }: { readonly record: VerdictRecord }) {
  const { review } = record;
  const mayRead = useCan()("reviews:read");
  return (
    <Section title="What people decided">
      {review === null ? (
        <p class="muted">No person has reviewed it, and no review rule of the policy selected it.</p>
      ) : (
        <>
          <p class="row">
            <Tag tone="review">{REVIEW_WORDS[review.state] ?? review.state}</Tag>
            {review.reasons.length > 0 && (
              <span class="muted">
                {review.reasons.map((reason) => REVIEW_REASONS[reason] ?? reason).join(", ")}
              </span>
            )}
          </p>
          {mayRead ? (
            <Events id={record.id} state={review.state} />
          ) : (
            <EventList
              events={review.decisions.map((decision) => ({
                ...decision,
                type: "decision" as const,
                reviewer: null,
                text: null,
                created_at: decision.decided_at,
              }))}
            />
          )}
        </>
      )}
    </Section>
  );
}

export function Events({ id, state }: { readonly id: string; readonly state: string }) {
  const detail = useResource(
    async (signal) => (await client.call("getReview", { path: { verdict_id: id }, signal })).data.events,
    [id, state],
  );
  return (
    <Loaded resource={detail} scope="reviews:read" what="the history">
      {(events) => <EventList events={events} />}
    </Loaded>
  );
}

function EventList({ events }: { readonly events: readonly Event[] }) {
  if (events.length === 0) return <p class="muted">There is no decision yet.</p>;
  return (
    <ol class="history">
      {events.map((event) => (
        <li key={event.id} data-undone={event.undone_at === null ? undefined : ""}>
          <span>
            <strong>
              {event.reviewer === null ? "A reviewer" : <UntrustedText>{event.reviewer}</UntrustedText>}
            </strong>{" "}
            {eventWords(event)}
            {event.undone_at !== null && " (undone)"} <Time at={event.created_at} />
          </span>
          {event.text !== null && (
            <q>
              <UntrustedText>{event.text}</UntrustedText>
            </q>
          )}
        </li>
      ))}
    </ol>
  );
}
