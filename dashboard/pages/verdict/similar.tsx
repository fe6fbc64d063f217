import type { VerdictRecord } from "../../../packages/client/src/client.ts";
import { client } from "../../data/client.ts";
import { useResource } from "../../data/use-resource.ts";
import { Loaded } from "../../kit/loaded.tsx";
import { outcomeOf } from "../../kit/outcome.ts";
import { OutcomeMark } from "../../kit/outcome-mark.tsx";
import { UntrustedText } from "../../kit/plain-text.tsx";
import { Section } from "../../kit/section.tsx";
import { Shielded } from "../../kit/shield.tsx";
import { Time } from "../../kit/time.tsx";
import { similarTo } from "./similar-to.ts";

const SHOWN = 6;

/**
 * The latest verdicts under the same policy with the same category: to see how frequent they are, and whether they are
 * consistent.
 */
export function Similar({ record }: { readonly record: VerdictRecord }) {
  const query = similarTo(record);
  const similar = useResource(
    async (signal) => {
      const { data } = await client.call("listVerdicts", {
        query: { ...query, order: "desc", limit: SHOWN + 1 },
        signal,
      });
      return data.data.filter(({ id }) => id !== record.id).slice(0, SHOWN);
    },
    [record.id, JSON.stringify(query)],
  );
  return (
    <Section
      title="Latest with the same policy and category"
      aside={
        <a
          href={`/app/live?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))}`}
        >
          All of them
        </a>
      }
    >
      <Loaded resource={similar} scope="verdicts:read" what="similar verdicts">
        {(records) =>
          records.length === 0 ? (
            <p class="muted">There are no others.</p>
          ) : (
            <ul class="plain-list stack">
              {records.map((each) => (
                <li key={each.id} class="similar">
                  <a href={`/app/verdicts/${each.id}`}>
                    <OutcomeMark outcome={outcomeOf(each)} />
                  </a>{" "}
                  <Time at={each.completed_at ?? each.created_at} />
                  <Shielded>
                    <div class="clamped">
                      <UntrustedText>{each.verdict?.rationale ?? ""}</UntrustedText>
                    </div>
                  </Shielded>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}
