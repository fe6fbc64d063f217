import { useLocation, useRoute } from "preact-iso/router";
import { useLayoutEffect } from "preact/hooks";
import { client } from "../../data/client.ts";
import { usePoll } from "../../data/use-poll.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Loaded } from "../../kit/loaded.tsx";
import { PageHead } from "../../kit/page-head.tsx";
import { useTitle } from "../../shell/use-title.ts";
import { neighbour, rememberOpened } from "../live/neighbours.ts";
import { Verdict } from "./verdict.tsx";

const POLL_MS = 2000;

/** One record: what was judged, what was decided and why, how, and what reviewers decided. */
export function Page() {
  const { params } = useRoute();
  const id = params["id"] ?? "";
  const { route } = useLocation();
  // Before the next paint, since the key after that may lead back to the list.
  useLayoutEffect(() => rememberOpened(id), [id]);
  useTitle(`Verdict …${id.slice(-8)}`);
  const record = usePoll(
    async (signal) => (await client.call("getVerdict", { path: { verdict_id: id }, signal })).data,
    POLL_MS,
    [id],
    ({ status }) => status === "queued" || status === "running",
  );
  const go = (by: 1 | -1): void => {
    const next = neighbour(id, by);
    if (next !== null) route(`/app/verdicts/${next}`, true);
  };
  useKeys([
    { keys: "u", words: "Back to the list", run: () => history.back() },
    { keys: "j", words: "Next verdict of the list", run: () => go(1) },
    { keys: "k", words: "Previous verdict of the list", run: () => go(-1) },
  ]);
  return (
    <>
      {record.data === undefined && <PageHead title="Verdict" />}
      <Loaded resource={record} scope="verdicts:read" what="the verdict">
        {(found) => <Verdict key={found.id} record={found} />}
      </Loaded>
    </>
  );
}
