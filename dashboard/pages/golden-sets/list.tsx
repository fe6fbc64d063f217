import { useLocation } from "preact-iso/router";
import type { Schemas } from "../../../packages/client/src/client.ts";
import { client } from "../../data/client.ts";
import { useResource } from "../../data/use-resource.ts";
import { Loaded } from "../../kit/loaded.tsx";
import { PageHead } from "../../kit/page-head.tsx";
import { formatCount } from "../../kit/percent.ts";
import { EmptyState } from "../../kit/state.tsx";
import { Table, type TableColumn } from "../../kit/table.tsx";
import { Time } from "../../kit/time.tsx";

type GoldenSet = Schemas["GoldenSetVersion"];

const urlOf = (name: string): string => `/app/golden-sets/${encodeURIComponent(name)}`;

/** All golden sets: content whose correct judgement is known. */
export function Page() {
  const { route } = useLocation();
  const sets = useResource(async (signal) => (await client.call("listGoldenSets", { signal })).data.data, []);
  return (
    <>
      <PageHead title="Golden sets" />
      <Loaded resource={sets} scope="evaluations:read" what="the golden sets">
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title="There are no golden sets yet" command="gavel golden push spam-cases cases.csv">
              A golden set is content whose correct judgement you know. Policies are evaluated with it.
            </EmptyState>
          ) : (
            <Table
              label="Golden sets"
              noun="golden set"
              rows={rows}
              rowKey={({ name }) => name}
              onOpen={({ name }) => route(urlOf(name))}
              columns={COLUMNS}
            />
          )
        }
      </Loaded>
    </>
  );
}

const COLUMNS: readonly TableColumn<GoldenSet>[] = [
  {
    title: "Name",
    width: "minmax(0, 2fr)",
    cell: ({ name, version }) => (
      <>
        <a href={urlOf(name)} tabIndex={-1} onClick={(event) => event.stopPropagation()}>
          {name}
        </a>
        <span class="muted">{` version ${version}`}</span>
      </>
    ),
  },
  { title: "Items", width: "80px", numeric: true, cell: ({ items }) => formatCount(items) },
  {
    title: "Labelled",
    width: "90px",
    numeric: true,
    wideOnly: true,
    cell: ({ labelled }) => formatCount(labelled),
  },
  {
    title: "Violations",
    width: "100px",
    numeric: true,
    wideOnly: true,
    cell: ({ violations }) => formatCount(violations),
  },
  { title: "Stored", width: "120px", wideOnly: true, cell: ({ created_at: at }) => <Time at={at} /> },
];
