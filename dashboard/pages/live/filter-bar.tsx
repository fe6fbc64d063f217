import { useRef, useState } from "preact/hooks";
import { client } from "../../data/client.ts";
import { useCan } from "../../data/session.ts";
import { useResource } from "../../data/use-resource.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Button } from "../../kit/button.tsx";
import { Field } from "../../kit/field.tsx";
import { type Option, Select } from "../../kit/select.tsx";
import { FilterInput } from "./filter-input.tsx";
import type { FilterProps } from "./filter-props.ts";
import { MoreFilters, MORE_FILTERS } from "./more-filters.tsx";

/** Filters would fill a narrow page: there they are shown on request, but their number is always shown. */
const NARROW = "(max-width: 719px)";
const DAY_MS = 86_400_000;

const OUTCOMES: readonly Option<string>[] = [
  { value: "", words: "Any" },
  { value: "violation=1", words: "Violation" },
  { value: "violation=0", words: "No violation" },
  { value: "status=failed", words: "Failed" },
  { value: "status=expired", words: "Expired" },
  { value: "status=running", words: "Running" },
  { value: "status=queued", words: "Queued" },
];

const TIMES: readonly Option<string>[] = [
  { value: "", words: "Any time" },
  { value: "1h", words: "Last hour" },
  { value: "24h", words: "Last 24 hours" },
  { value: "7d", words: "Last 7 days" },
  { value: "30d", words: "Last 30 days" },
  { value: "custom", words: "Between two times" },
];

/** The most frequent filters, and the others on request. */
export function FilterBar({ query, onChange }: FilterProps) {
  const words = useRef<HTMLInputElement>(null);
  const used = MORE_FILTERS.filter((name) => query[name] !== undefined).length;
  const [more, setMore] = useState(used > 0 && !matchMedia(NARROW).matches);
  useKeys([{ keys: "/", words: "Search in rationales", run: () => words.current?.focus() }]);
  const outcome =
    OUTCOMES.find(({ value }) => value !== "" && query[value.split("=")[0] ?? ""] === value.split("=")[1])
      ?.value ?? "";
  const time = query["since"] === undefined && query["until"] === undefined ? query["range"] : "custom";
  return (
    <form class="filters" role="search" aria-label="Verdicts" onSubmit={(event) => event.preventDefault()}>
      <Field label="Words in the rationale">
        {(control) => (
          <FilterInput
            control={control}
            inputRef={words}
            type="search"
            placeholder='free phone -"second hand"'
            value={query["rationale"] ?? ""}
            onChange={(rationale) => onChange({ rationale })}
          />
        )}
      </Field>
      <div class={more ? "filter-group" : "filter-group wide-only"}>
        <PolicyFilter query={query} onChange={onChange} />
        <Field label="Outcome">
          {(control) => (
            <Select
              control={control}
              value={outcome}
              options={OUTCOMES}
              onChange={(value) => {
                const [name = "", chosen = null] = value === "" ? [] : value.split("=");
                onChange({ violation: null, status: null, ...(name === "" ? {} : { [name]: chosen }) });
              }}
            />
          )}
        </Field>
        <Field label="Settled">
          {(control) => (
            <Select
              control={control}
              value={time ?? ""}
              options={TIMES}
              onChange={(value) => {
                if (value !== "custom") return onChange({ range: value, since: null, until: null });
                onChange({ range: null, since: new Date(Date.now() - DAY_MS).toISOString() });
                setMore(true);
              }}
            />
          )}
        </Field>
      </div>
      <Button onClick={() => setMore(!more)} expanded={more}>
        {used > 0 ? `More filters (${used})` : "More filters"}
      </Button>
      {more && <MoreFilters query={query} onChange={onChange} />}
    </form>
  );
}

/** The policies by name, if the key may list them. */
function PolicyFilter({ query, onChange }: FilterProps) {
  const mayList = useCan()("policies:read");
  const policies = useResource(
    async (signal) => (mayList ? (await client.call("listPolicies", { signal })).data.data : []),
    [mayList],
  );
  const chosen = query["policy_id"] ?? "";
  const ids = new Set([...(policies.data ?? []).map(({ id }) => id), ...(chosen === "" ? [] : [chosen])]);
  return (
    <Field label="Policy">
      {(control) =>
        mayList ? (
          <Select
            control={control}
            value={chosen}
            options={[{ value: "", words: "Any" }, ...[...ids].map((id) => ({ value: id, words: id }))]}
            onChange={(policy_id) => onChange({ policy_id, category: null, rule: null })}
          />
        ) : (
          <FilterInput
            control={control}
            value={chosen}
            onChange={(policy_id) => onChange({ policy_id, category: null, rule: null })}
          />
        )
      }
    </Field>
  );
}
