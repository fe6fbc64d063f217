import { useResource } from "../../../data/use-resource.ts";
import { formatNumber } from "../../../kit/format-number.ts";
import { Loaded } from "../../../kit/loaded.tsx";
import { UntrustedText } from "../../../kit/plain-text.tsx";
import { Section } from "../../../kit/section.tsx";
import { Table, type TableColumn } from "../../../kit/table.tsx";
import { explainOutcome } from "../queue/explain-outcome.ts";
import type { Batch } from "./batch.ts";
import { type LineError, MAX_LINE_ERRORS, readLineErrors } from "./read-line-errors.ts";

const COLUMNS: readonly TableColumn<LineError>[] = [
  { title: "Line", width: "72px", cell: ({ line }) => formatNumber(line), numeric: true },
  {
    title: "External id",
    width: "minmax(80px, 200px)",
    cell: ({ externalId }) => externalId !== null && <UntrustedText>{externalId}</UntrustedText>,
  },
  { title: "Code", width: "144px", cell: ({ code }) => <code>{code}</code>, wideOnly: true },
  {
    title: "Reason",
    width: "minmax(120px, 1fr)",
    cell: ({ title, detail }) => (
      <span title={detail ?? title}>{detail === null ? title : `${title}: ${detail}`}</span>
    ),
  },
  {
    title: "What to do",
    width: "minmax(120px, 1fr)",
    cell: ({ code }) => <span title={explainOutcome(code)?.remedy}>{explainOutcome(code)?.remedy}</span>,
    wideOnly: true,
  },
];

/** The lines without a verdict, and why. */
export function BatchErrors({ batch: { id, items, lines } }: { readonly batch: Batch }) {
  const expected = lines.bad + items.failed + items.expired;
  const errors = useResource((signal) => readLineErrors(id, expected, signal), [id, expected]);
  return (
    <Section title="Lines without a verdict">
      <Loaded resource={errors} scope="verdicts:read" what="the results">
        {(rows) =>
          rows.length === 0 ? (
            <p class="muted">Every line has its verdict.</p>
          ) : (
            <>
              <Table
                label="Lines without a verdict"
                noun="line"
                rows={rows}
                rowKey={({ key }) => key}
                columns={COLUMNS}
              />
              {rows.length === MAX_LINE_ERRORS && (
                <p class="muted">{`The first ${formatNumber(MAX_LINE_ERRORS)}. The download has all of them.`}</p>
              )}
            </>
          )
        }
      </Loaded>
    </Section>
  );
}
