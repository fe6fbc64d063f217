import { useLocation } from "preact-iso/router";
import { useState } from "preact/hooks";
import type { Policy } from "../../../packages/client/src/client.ts";
import { client } from "../../data/client.ts";
import { useQueryState } from "../../data/query-state.ts";
import { useCan } from "../../data/session.ts";
import { useResource } from "../../data/use-resource.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Button } from "../../kit/button.tsx";
import { Loaded } from "../../kit/loaded.tsx";
import { PageHead } from "../../kit/page-head.tsx";
import { formatCount, formatPercent } from "../../kit/percent.ts";
import { EmptyState } from "../../kit/state.tsx";
import { Table, type TableColumn } from "../../kit/table.tsx";
import { Tag } from "../../kit/tag.tsx";
import { Time } from "../../kit/time.tsx";
import { NewPolicyDialog } from "./new-policy-dialog.tsx";
import { fetchRates, type Rate, RATE_DAYS } from "./policy-rates.ts";
import { policyTitle } from "./policy-title.ts";
import { policyUrls } from "./policy-urls.ts";

interface Row extends Policy {
  readonly rate: Rate | undefined;
}

/** All policies, with their active versions and recent figures. */
export function Page() {
  const [query, setQuery] = useQueryState();
  const [creating, setCreating] = useState(false);
  const { route } = useLocation();
  const can = useCan();
  const mayCount = can("verdicts:read");
  const showArchived = query["archived"] === "yes";
  const policies = useResource(
    async (signal) => {
      const [{ data }, rates] = await Promise.all([
        client.call("listPolicies", { query: { include_archived: showArchived }, signal }),
        mayCount ? fetchRates(Date.now(), signal) : new Map<string, Rate>(),
      ]);
      return data.data.map((policy): Row => ({ ...policy, rate: rates.get(policy.id) }));
    },
    [showArchived, mayCount],
  );
  const create = (): void => setCreating(true);
  useKeys(can("policies:write") ? [{ keys: "c", words: "Write a new policy", run: create }] : []);
  return (
    <>
      <PageHead title="Policies">
        <Button pressed={showArchived} onClick={() => setQuery({ archived: showArchived ? null : "yes" })}>
          Show archived
        </Button>
        <a class="button" href="/app/golden-sets">
          Golden sets
        </a>
        {can("policies:write") && (
          <Button kind="primary" keys="c" onClick={create}>
            New policy
          </Button>
        )}
      </PageHead>
      <Loaded resource={policies} scope="policies:read" what="the policies">
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState
              title="There are no policies yet"
              command="gavel policy push spam policies/library/spam/policy.md"
            >
              A policy says in plain words what the model looks for. Write one here, or upload a file.
            </EmptyState>
          ) : (
            <Table
              label="Policies"
              noun="policy"
              rows={rows}
              rowKey={({ id }) => id}
              columns={COLUMNS}
              onOpen={({ id }) => route(policyUrls.policy(id))}
            />
          )
        }
      </Loaded>
      {creating && <NewPolicyDialog onClose={() => setCreating(false)} />}
    </>
  );
}

const COLUMNS: readonly TableColumn<Row>[] = [
  {
    title: "Policy",
    width: "minmax(0, 2fr)",
    cell: (policy) => (
      <>
        <a href={policyUrls.policy(policy.id)} tabIndex={-1} onClick={(event) => event.stopPropagation()}>
          {policyTitle(policy)}
        </a>{" "}
        <code class="muted wide-only">{policy.id}</code>
      </>
    ),
  },
  { title: "State", width: "minmax(148px, 1fr)", cell: (policy) => <State {...policy} /> },
  {
    title: `Violations, ${RATE_DAYS} days`,
    width: "minmax(0, 1fr)",
    wideOnly: true,
    numeric: true,
    cell: ({ rate }) => rateWords(rate),
  },
  {
    title: "Changed",
    width: "120px",
    wideOnly: true,
    cell: ({ updated_at: at }) => <Time at={at} />,
  },
];

function State({ archived, active_version: active, latest_version: latest }: Policy) {
  if (archived) return <Tag>Archived</Tag>;
  return (
    <span class="row row-tight">
      {active === null ? <Tag>No active version</Tag> : <Tag tone="accent">{`Version ${active}`}</Tag>}
      {latest > (active ?? 0) && <Tag tone="review">{`Draft ${latest}`}</Tag>}
    </span>
  );
}

function rateWords(rate: Rate | undefined): string {
  if (rate === undefined || rate.judged === 0) return "–";
  return `${formatPercent(rate.violations / rate.judged)} of ${formatCount(rate.judged)}`;
}
