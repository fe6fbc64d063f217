import { useLocation } from "preact-iso/router";
import { useQueryState } from "../../data/query-state.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Button } from "../../kit/button.tsx";
import { Failed } from "../../kit/loaded.tsx";
import { PageHead } from "../../kit/page-head.tsx";
import { EmptyState, LoadingState } from "../../kit/state.tsx";
import { Table } from "../../kit/table.tsx";
import { useBlur } from "../../kit/use-blur.ts";
import { liveColumns } from "./columns.tsx";
import { ExportLinks } from "./export-links.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { FILTERS, isFiltered } from "./filters.ts";
import { LiveStatus } from "./live-status.tsx";
import { lastOpened, rememberList } from "./neighbours.ts";
import { type FeedState, useFeed } from "./use-feed.ts";

const COMMAND = `gavel classify --policy spam "Win a free phone, click here!"`;

/** Verdicts as they settle, and earlier ones: filtered, searched and exported. */
export function Page() {
  const [query, change] = useQueryState();
  const state = useFeed(query);
  const clear = (): void =>
    change(Object.fromEntries([...FILTERS, "range", "since", "until"].map((name) => [name, null])));
  useKeys([
    ...(state.live
      ? [
          {
            keys: "p",
            words: state.paused ? "Resume the list" : "Pause the list",
            run: () => state.setPaused(!state.paused),
          },
        ]
      : []),
    ...(isFiltered(query) ? [{ keys: "x", words: "Clear the filters", run: clear }] : []),
  ]);
  return (
    <>
      <PageHead title="Live">
        <LiveStatus state={state} />
        <ExportLinks query={query} />
      </PageHead>
      <FilterBar query={query} onChange={change} />
      <Verdicts state={state} filtered={isFiltered(query)} onClear={clear} />
    </>
  );
}

interface VerdictsProps {
  readonly state: FeedState;
  readonly filtered: boolean;
  readonly onClear: () => void;
}

function Verdicts({ state, filtered, onClear }: VerdictsProps) {
  const { route } = useLocation();
  const { feed, loaded, error, reload } = state;
  const columns = liveColumns(useBlur());
  if (loaded === undefined) {
    return error === undefined ? (
      <LoadingState what="the verdicts" />
    ) : (
      <Failed error={error} scope="verdicts:read" what="the verdicts" onRetry={reload} />
    );
  }
  if (feed.length === 0 && filtered) {
    return (
      <>
        <EmptyState title="No verdict matches">
          No stored verdict matches all filters. A new one that does appears here.
        </EmptyState>
        <div>
          <Button onClick={onClear} keys="x">
            Clear the filters
          </Button>
        </div>
      </>
    );
  }
  if (feed.length === 0) {
    return (
      <EmptyState title="No verdict has settled yet" command={COMMAND}>
        Each item appears here as soon as it is judged. Send one:
      </EmptyState>
    );
  }
  return (
    <Table
      label="Verdicts, newest first"
      noun="verdict"
      rows={feed}
      prepended={feed.prepended}
      columns={columns}
      rowKey={({ id }) => id}
      onOpen={({ id }) => {
        rememberList(feed);
        route(`/app/verdicts/${id}`);
      }}
      onNearEnd={state.loadOlder}
      startAt={lastOpened()}
      fill
    />
  );
}
