import type { VerdictRecord } from "../../../packages/client/src/client.ts";
import { Definitions } from "../../kit/definitions.tsx";
import { formatDuration } from "../../kit/format-time.ts";
import { Id } from "../../kit/id.tsx";
import { UntrustedText } from "../../kit/plain-text.tsx";
import { modelName } from "../../kit/model-name.ts";
import { ModelWarning } from "../../kit/model-warning.tsx";
import { Section } from "../../kit/section.tsx";
import { Time } from "../../kit/time.tsx";

/** How the item was judged: everything that is needed to trace the verdict, and to judge again in the same way. */
export function Provenance({ record }: { readonly record: VerdictRecord }) {
  const { policy, model, usage, timing_ms: timing } = record;
  const duration = (ms: number | null) => (ms === null ? null : formatDuration(ms));
  return (
    <Section title="How it was judged">
      <ModelWarning warning={model?.warning ?? null} />
      <Definitions
        items={[
          ["Policy", `${policy.id} version ${policy.version}`],
          ["Policy sha256", <Id id={policy.sha256} of="policy text" short />],
          ["Model", model === null ? null : modelName(model.name, model.warning)],
          ["Engine", model === null ? null : `${model.engine} ${model.engine_version}`],
          [
            "Reasoning",
            model === null ? null : `${model.reasoning_effort}, at most ${model.max_reasoning_tokens} tokens`,
          ],
          ["Seed", model === null ? null : (model.seed ?? "none (greedy)")],
          [
            "Prompt hash",
            model?.prompt_hmac == null ? null : <Id id={model.prompt_hmac} of="prompt" short />,
          ],
          [
            "Content hash",
            record.content_hmac === null ? null : <Id id={record.content_hmac} of="content" short />,
          ],
          [
            "Tokens",
            usage === null
              ? null
              : `${usage.prompt_tokens} prompt (${usage.cached_tokens} cached), ${usage.reasoning_tokens} reasoning, ${usage.completion_tokens} verdict`,
          ],
          ["Attempts", record.attempts],
          ["Accepted", <Time at={record.created_at} absolute />],
          ["Settled", record.completed_at === null ? null : <Time at={record.completed_at} absolute />],
          ["Waited", duration(timing.queued)],
          ["Engine time", duration(timing.engine)],
          ["In total", duration(timing.total)],
          [
            "Reused from",
            record.cached_from === null ? null : (
              <a href={`/app/verdicts/${record.cached_from}`}>an earlier verdict on the same content</a>
            ),
          ],
          [
            "Retry of",
            record.retry_of === null ? null : (
              <a href={`/app/verdicts/${record.retry_of}`}>a record that failed</a>
            ),
          ],
          [
            "External id",
            record.external_id === null ? null : <UntrustedText>{record.external_id}</UntrustedText>,
          ],
          ["Priority", record.priority],
          ["API key", <Id id={record.key_id} of="API key" />],
          ...Object.entries(record.metadata ?? {}).map(
            ([name, value]) => [`metadata.${name}`, <UntrustedText>{String(value)}</UntrustedText>] as const,
          ),
          ["Erased", record.erased_at === null ? null : <Time at={record.erased_at} absolute />],
        ]}
      />
    </Section>
  );
}
