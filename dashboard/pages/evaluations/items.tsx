import type { EvaluationItem } from "../../../packages/client/src/client.ts";
import { client } from "../../data/client.ts";
import { useQueryState } from "../../data/query-state.ts";
import { useResource } from "../../data/use-resource.ts";
import { Button } from "../../kit/button.tsx";
import { Loaded } from "../../kit/loaded.tsx";
import { Tag } from "../../kit/tag.tsx";
import { Answer, Expected } from "./answer.tsx";
import { ContentView } from "./content-view.tsx";
import { ShownChoice } from "./shown-choice.tsx";

const FILTERS = [
  { value: "wrong", words: "Judged wrong" },
  { value: "failed", words: "Failed" },
  { value: "changed", words: "Changing between repeats" },
  { value: "all", words: "All items" },
] as const;
const PAGE = 25;

/** The items of an evaluation with their judgements; by default the errors. The address says which are shown. */
export function Items({ id }: { readonly id: string }) {
  const [query, setQuery] = useQueryState();
  const filter = FILTERS.find(({ value }) => value === query["filter"])?.value ?? "wrong";
  const after = Number(query["after"] ?? 0);
  const items = useResource(
    async (signal) => {
      const options = { after, limit: PAGE, ...(filter === "all" ? {} : { filter }) };
      const path = { evaluation_id: id };
      return (await client.call("listEvaluationItems", { path, query: options, signal })).data;
    },
    [id, filter, after],
  );
  return (
    <div class="stack">
      <ShownChoice
        value={filter}
        options={FILTERS}
        onChange={(next) => setQuery({ filter: next === "wrong" ? null : next, after: null })}
      />
      <Loaded resource={items} scope="evaluations:read" what="the items">
        {({ data, has_more: hasMore, next_cursor: next }) => (
          <>
            {data.length === 0 && <p class="muted">There are no items of this kind.</p>}
            <ol class="cases">
              {data.map((item) => (
                <Item key={item.id} item={item} />
              ))}
            </ol>
            <div class="row">
              {after > 0 && <Button onClick={() => setQuery({ after: null })}>First items</Button>}
              {hasMore && <Button onClick={() => setQuery({ after: String(next) })}>Next items</Button>}
            </div>
          </>
        )}
      </Loaded>
    </div>
  );
}

function Item({ item }: { readonly item: EvaluationItem }) {
  return (
    <li class="case">
      <div class="row">
        <code>{item.id}</code>
        {item.tags.map((tag) => (
          <Tag key={tag}>{tag}</Tag>
        ))}
        {item.changed && <Tag tone="review">Changes</Tag>}
        <Expected violation={item.violation} category={item.policy_category} />
      </div>
      <ContentView content={item.content} />
      {item.note !== undefined && <p class="muted">{`Note: ${item.note}`}</p>}
      {item.judgements.map(({ repeat, verdict, score, error, status }) =>
        verdict === null ? (
          <p key={repeat}>
            {error === null
              ? `Not judged (${status}).`
              : [error.title, error.detail].filter(Boolean).join(": ")}
          </p>
        ) : (
          <Answer
            key={repeat}
            by={item.judgements.length > 1 ? `Repeat ${repeat}` : "Judged"}
            violation={verdict.violation}
            category={typeof verdict["policy_category"] === "string" ? verdict["policy_category"] : null}
            rationale={verdict.rationale}
            score={score}
          />
        ),
      )}
    </li>
  );
}
