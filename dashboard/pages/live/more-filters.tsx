import { Field } from "../../kit/field.tsx";
import { Select } from "../../kit/select.tsx";
import { REVIEW_WORDS } from "../../kit/review-words.ts";
import { FilterInput } from "./filter-input.tsx";
import type { FilterProps } from "./filter-props.ts";
import { localTime } from "./local-time.ts";

/** The filters of this part, by their names in the URL. */
export const MORE_FILTERS = [
  "category",
  "rule",
  "confidence",
  "review_state",
  "min_score",
  "max_score",
  "external_id",
  "key_id",
  "since",
  "until",
] as const;

const ANY = { value: "", words: "Any" };
const CONFIDENCES = [ANY, ...["low", "medium", "high"].map((value) => ({ value, words: value }))];
const REVIEWS = [ANY, ...Object.entries(REVIEW_WORDS).map(([value, words]) => ({ value, words }))];

const TEXTS = [
  ["category", "Category", "SP2"],
  ["rule", "Rule", "SP2.a"],
  ["external_id", "External id", "post-8812"],
  ["key_id", "Id of the API key", ""],
] as const;

export function MoreFilters({ query, onChange }: FilterProps) {
  const isBetween = query["since"] !== undefined || query["until"] !== undefined;
  const times = isBetween ? (["since", "until"] as const) : [];
  return (
    <>
      {TEXTS.map(([name, label, placeholder]) => (
        <Field key={name} label={label}>
          {(control) => (
            <FilterInput
              control={control}
              placeholder={placeholder}
              value={query[name] ?? ""}
              onChange={(value) => onChange({ [name]: value })}
            />
          )}
        </Field>
      ))}
      <Field label="Confidence">
        {(control) => (
          <Select
            control={control}
            value={query["confidence"] ?? ""}
            options={CONFIDENCES}
            onChange={(confidence) => onChange({ confidence })}
          />
        )}
      </Field>
      <Field label="Review">
        {(control) => (
          <Select
            control={control}
            value={query["review_state"] ?? ""}
            options={REVIEWS}
            onChange={(review_state) => onChange({ review_state })}
          />
        )}
      </Field>
      {(["min_score", "max_score"] as const).map((name) => (
        <Field key={name} label={name === "min_score" ? "Score from" : "Score to"}>
          {(control) => (
            <FilterInput
              control={control}
              type="decimal"
              placeholder={name === "min_score" ? "0" : "1"}
              value={query[name] ?? ""}
              onChange={(value) => onChange({ [name]: value })}
            />
          )}
        </Field>
      ))}
      {times.map((name) => (
        <Field key={name} label={name === "since" ? "Settled from" : "Settled before"}>
          {(control) => (
            <input
              {...control}
              class="input"
              type="datetime-local"
              value={localTime(query[name])}
              onChange={(event) => {
                const { value } = event.currentTarget;
                onChange({ range: null, [name]: value === "" ? null : new Date(value).toISOString() });
              }}
            />
          )}
        </Field>
      ))}
    </>
  );
}
