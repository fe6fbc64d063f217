import type { VerdictRecord } from "../../../packages/client/src/client.ts";
import { Section } from "../../kit/section.tsx";
import { Time } from "../../kit/time.tsx";

/** A record without a verdict: it waits, runs, failed, expired, or was erased. */
export function Unsettled({ record }: { readonly record: VerdictRecord }) {
  const { status, error } = record;
  if (status === "queued" || status === "running") {
    return (
      <Section title={status === "queued" ? "Waiting to be judged" : "Being judged"}>
        <p>
          Accepted <Time at={record.created_at} />
          {status === "queued" ? ", and waits for a free worker." : "."} This page shows the verdict as soon
          as it is available.
        </p>
      </Section>
    );
  }
  if (status === "completed") {
    return (
      <Section title="Erased">
        <p>Only the codes of this verdict are left.</p>
      </Section>
    );
  }
  return (
    <Section
      title={error?.title ?? (status === "failed" ? "It could not be judged" : "It was not judged in time")}
    >
      {error?.detail != null && <p>{error.detail}</p>}
      <p>
        <strong>This says nothing about the content.</strong> It was neither allowed nor refused
        {record.retried_as === null ? (
          ": send it again, or have a person decide."
        ) : (
          <>
            , and was <a href={`/app/verdicts/${record.retried_as}`}>retried in another record</a>.
          </>
        )}
      </p>
      {error !== null && (
        <p class="muted">
          Code <code>{error.code}</code>, after{" "}
          {record.attempts === 1 ? "1 attempt" : `${record.attempts} attempts`}. The list of errors in the{" "}
          <a href="/docs">reference</a> explains its cause and what to do.
        </p>
      )}
    </Section>
  );
}
