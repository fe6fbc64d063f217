import { Button } from "../../kit/button.tsx";
import { localTime } from "../live/local-time.ts";
import { type Range, RANGES } from "./range.ts";

export interface RangeChoiceProps {
  readonly range: Range;
  readonly onChange: (changes: Readonly<Record<string, string | null>>) => void;
}

/** The period that the page shows. */
export function RangeChoice({ range, onChange }: RangeChoiceProps) {
  const setTime = (name: "since" | "until", local: string): void => {
    const time = new Date(local);
    if (!Number.isNaN(time.getTime())) onChange({ range: null, [name]: time.toISOString() });
    else if (name === "until") onChange({ until: null });
  };
  return (
    <div class="row" role="group" aria-label="Time range">
      {RANGES.map(({ id, title }) => (
        <Button
          key={id}
          pressed={range.id === id}
          onClick={() => onChange({ range: id === "day" ? null : id, since: null, until: null })}
        >
          {title}
        </Button>
      ))}
      <Button
        pressed={range.id === "custom"}
        onClick={() =>
          onChange({ range: null, since: range.since, until: range.until ?? new Date().toISOString() })
        }
      >
        Custom
      </Button>
      {range.id === "custom" && (
        <>
          <input
            class="input"
            type="datetime-local"
            aria-label="From"
            value={localTime(range.since)}
            onChange={(event) => setTime("since", event.currentTarget.value)}
          />
          <input
            class="input"
            type="datetime-local"
            aria-label="To"
            value={localTime(range.until ?? undefined)}
            onChange={(event) => setTime("until", event.currentTarget.value)}
          />
        </>
      )}
    </div>
  );
}
