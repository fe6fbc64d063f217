import { useRoute } from "preact-iso/router";
import { client } from "../../data/client.ts";
import { useQueryState } from "../../data/query-state.ts";
import { useResource } from "../../data/use-resource.ts";
import { Button } from "../../kit/button.tsx";
import { Loaded } from "../../kit/loaded.tsx";
import { PageHead } from "../../kit/page-head.tsx";
import { Tag } from "../../kit/tag.tsx";
import { useTitle } from "../../shell/use-title.ts";
import { Expected } from "../evaluations/answer.tsx";
import { ContentView } from "../evaluations/content-view.tsx";

const PAGE = 25;

/** The items of a golden set, in the order of the upload. */
export function Page() {
  const name = useRoute().params["name"] ?? "";
  const [query, setQuery] = useQueryState();
  const after = Number(query["after"] ?? 0);
  useTitle(name);
  const shown = useResource(
    async (signal) => {
      const { data: set } = await client.call("getGoldenSet", { path: { golden_set: name }, signal });
      const { data: page } = await client.call("listGoldenItems", {
        path: { golden_set: name, version: set.version },
        query: { after, limit: PAGE },
        signal,
      });
      return { set, page };
    },
    [name, after],
  );
  return (
    <>
      <PageHead title={name} />
      <Loaded resource={shown} scope="evaluations:read" what="the items">
        {({ set, page }) => (
          <>
            <p class="muted">
              {`Version ${set.version}: ${set.items} items, ${set.labelled} with a label, ${set.violations} violations.`}
            </p>
            <ol class="cases">
              {page.data.map((item) => (
                <li key={item.id} class="case">
                  <div class="row">
                    <code>{item.id}</code>
                    {item.tags.map((tag) => (
                      <Tag key={tag}>{tag}</Tag>
                    ))}
                    <Expected violation={item.violation} category={item.policy_category} />
                  </div>
                  <ContentView content={item.content} />
                  {item.note !== undefined && <p class="muted">{`Note: ${item.note}`}</p>}
                </li>
              ))}
            </ol>
            <div class="row">
              {after > 0 && <Button onClick={() => setQuery({ after: null })}>First items</Button>}
              {page.has_more && (
                <Button onClick={() => setQuery({ after: String(page.next_cursor) })}>Next items</Button>
              )}
            </div>
          </>
        )}
      </Loaded>
    </>
  );
}
