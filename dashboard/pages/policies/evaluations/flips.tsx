import type { Schemas } from "../../../../packages/client/src/client.ts";
import { useQueryState } from "../../../data/query-state.ts";
import { Tag } from "../../../kit/tag.tsx";
import { Answer, Expected } from "../../evaluations/answer.tsx";
import { ContentView } from "../../evaluations/content-view.tsx";
import { ShownChoice } from "../../evaluations/shown-choice.tsx";

type Flips = Schemas["EvaluationComparison"]["flips"];
type Flip = Flips["shown"][number];

const CHANGES = {
  broken: { words: "✕ Broken", tone: "violation" },
  fixed: { words: "✓ Fixed", tone: "allowed" },
  moved: { words: "→ Moved", tone: "review" },
  wrong: { words: "Wrong", tone: "violation" },
  unchanged: { words: "Unchanged", tone: "plain" },
} as const;

const FILTERS = [
  { value: "all", words: "All" },
  { value: "broken", words: "Broken: right with the base only" },
  { value: "fixed", words: "Fixed: right with the candidate only" },
  { value: "moved", words: "Moved: another category, or no label" },
] as const;

/** Every item whose decision differs, with both decisions and rationales. */
export function Flips({ flips: { total, shown } }: { readonly flips: Flips }) {
  const [query, setQuery] = useQueryState();
  const filter = FILTERS.find(({ value }) => value === query["change"])?.value ?? "all";
  const listed = shown.filter(({ change }) => filter === "all" || change === filter);
  if (total === 0) return <p>Both make the same decision on every item.</p>;
  return (
    <div class="stack">
      <ShownChoice
        value={filter}
        options={FILTERS}
        onChange={(next) => setQuery({ change: next === "all" ? null : next })}
      />
      {listed.length === 0 && <p class="muted">There are none.</p>}
      <ol class="cases">
        {listed.map((flip) => (
          <FlipCase key={flip.id} flip={flip} />
        ))}
      </ol>
      {total > shown.length && <p class="muted">{`${total - shown.length} more are only counted.`}</p>}
    </div>
  );
}

function FlipCase({ flip }: { readonly flip: Flip }) {
  const { words, tone } = CHANGES[flip.change];
  return (
    <li class="case">
      <div class="row">
        <Tag tone={tone}>{words}</Tag>
        <code>{flip.id}</code>
        {flip.tags.map((tag) => (
          <Tag key={tag}>{tag}</Tag>
        ))}
        <Expected violation={flip.violation} category={flip.policy_category} />
      </div>
      {flip.content !== undefined && <ContentView content={flip.content} />}
      <div class="halves">
        {flip.answers.map(({ by, violation, policy_category: category, rationale, score }) => (
          <Answer
            key={by}
            by={by.charAt(0).toUpperCase() + by.slice(1)}
            violation={violation}
            category={category}
            rationale={rationale}
            score={score}
          />
        ))}
      </div>
    </li>
  );
}
