import type { ComponentChildren } from "preact";

export interface TableColumn<Row> {
  readonly title: string;
  /** A track of a CSS grid, such as "120px" or "minmax(0, 1fr)". */
  readonly width: string;
  readonly cell: (row: Row) => ComponentChildren;
  readonly numeric?: boolean;
  /** Omitted on narrow screens. */
  readonly wideOnly?: boolean;
}

const cellClass = (wideOnly: boolean | undefined): string =>
  wideOnly === true ? "table-cell wide-only" : "table-cell";

export function TableHead<Row>({ columns }: { readonly columns: readonly TableColumn<Row>[] }) {
  return (
    <div role="rowgroup" class="table-head-group">
      <div class="table-head" role="row" aria-rowindex={1}>
        {columns.map(({ title, numeric, wideOnly }) => (
          <span
            key={title}
            class={cellClass(wideOnly)}
            role="columnheader"
            data-numeric={numeric === true ? "" : undefined}
          >
            {title}
          </span>
        ))}
      </div>
    </div>
  );
}

export interface TableRowProps<Row> {
  readonly id: string;
  readonly row: Row;
  readonly columns: readonly TableColumn<Row>[];
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly selected: boolean;
  readonly opens: boolean;
  readonly onClick: () => void;
}

export function TableRow<Row>({ row, columns, ...props }: TableRowProps<Row>) {
  return (
    <div
      class="table-row"
      role="row"
      id={props.id}
      aria-rowindex={props.index + 2}
      aria-selected={props.selected}
      data-opens={props.opens ? "" : undefined}
      style={{ top: `${props.top}px`, height: `${props.height}px` }}
      onClick={props.onClick}
    >
      {columns.map(({ title, cell, numeric, wideOnly }) => (
        <span
          key={title}
          class={cellClass(wideOnly)}
          role="gridcell"
          data-numeric={numeric === true ? "" : undefined}
        >
          {cell(row)}
        </span>
      ))}
    </div>
  );
}
