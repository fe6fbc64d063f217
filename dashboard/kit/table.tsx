import type { ComponentChildren } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useKeys } from "../keys/use-keys.ts";
import type { Rows } from "./rows.ts";
import { TableHead, type TableColumn, TableRow } from "./table-parts.tsx";
import { movedRow, scrollToRow, visibleRows } from "./visible-rows.ts";

export type { TableColumn } from "./table-parts.tsx";

export interface TableProps<Row> {
  readonly label: string;
  readonly rows: Rows<Row>;
  readonly rowKey: (row: Row) => string;
  readonly columns: readonly TableColumn<Row>[];
  /** Opens a row: Enter, o, or a click. */
  readonly onOpen?: (row: Row) => void;
  /** Gets the index of the active row, to which keys apply; -1: none. */
  readonly onActive?: (index: number) => void;
  /** What a row is called in the sheet of keys. */
  readonly noun?: string;
  /** How many rows have been inserted before the first one so far: the view stays on the rows that it shows. */
  readonly prepended?: number;
  /** Called when the last rows come into view. */
  readonly onNearEnd?: () => void;
  /** The key of the row that is active at first, if it is among the rows. */
  readonly startAt?: string | null;
  /** The total number of rows, if not all are loaded. */
  readonly total?: number;
  readonly rowHeight?: number;
  /** Fills the rest of the page's height. */
  readonly fill?: boolean;
  /** After the last row. */
  readonly foot?: ComponentChildren;
}

const HEAD_HEIGHT = 33;
const NEAR_END_ROWS = 50;

/** A grid of any number of rows (https://www.w3.org/WAI/ARIA/apg/patterns/grid/), of which only the visible ones exist. */
export function Table<Row>(props: TableProps<Row>) {
  const { rows, columns, onOpen, rowHeight = 36, noun = "row", prepended = 0 } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(-1);
  const [view, setView] = useState({ scrollTop: 0, height: 600 });
  const before = useRef(prepended);

  const measure = (): void => {
    const { scrollTop = 0, clientHeight = 600 } = box.current ?? {};
    setView((old) =>
      old.scrollTop === scrollTop && old.height === clientHeight ? old : { scrollTop, height: clientHeight },
    );
  };
  useLayoutEffect(() => {
    measure();
    if (props.startAt != null) start(props.startAt);
    const observer = new ResizeObserver(measure);
    if (box.current !== null) observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    const added = prepended - before.current;
    before.current = prepended;
    if (added === 0 || box.current === null) return;
    setActive((row) => (row < 0 ? row : Math.max(0, row + added)));
    if (box.current.scrollTop > 0) box.current.scrollTop += added * rowHeight;
  }, [prepended]);

  // Before the next paint, so that a key that follows a move applies to the new row.
  useLayoutEffect(() => props.onActive?.(active), [active]);

  const range = visibleRows(view.scrollTop, view.height, { rowHeight, count: rows.length });
  useEffect(() => {
    if (range.end >= rows.length - NEAR_END_ROWS) props.onNearEnd?.();
  }, [range.end, rows.length]);

  const show = (index: number): void => {
    if (box.current === null || index < 0 || index >= rows.length) return;
    setActive(index);
    const top = scrollToRow(index, {
      scrollTop: box.current.scrollTop,
      height: box.current.clientHeight - HEAD_HEIGHT,
      rowHeight,
    });
    if (top !== null) box.current.scrollTop = top;
  };
  const start = (key: string): void => {
    for (let index = 0; index < rows.length; index += 1) {
      const row = rows.at(index);
      if (row === undefined || props.rowKey(row) !== key) continue;
      box.current?.focus({ preventScroll: true });
      return show(index);
    }
  };
  const move = (by: number): void => {
    box.current?.focus({ preventScroll: true });
    show(Math.max(0, Math.min(rows.length - 1, active + by)));
  };
  const open = (index: number): void => {
    const row = rows.at(index);
    if (index >= 0 && row !== undefined) onOpen?.(row);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== box.current || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = movedRow(event.key, active, rows.length, Math.floor(view.height / rowHeight) - 2);
    if (next !== null) show(next);
    else if (event.key === "Enter") open(active);
    else return;
    event.preventDefault();
  };
  useKeys([
    { keys: "j", words: `Next ${noun}`, run: () => move(1) },
    { keys: "k", words: `Previous ${noun}`, run: () => move(-1) },
    ...(onOpen === undefined ? [] : [{ keys: "o", words: `Open the ${noun}`, run: () => open(active) }]),
  ]);

  const visible = Array.from({ length: range.end - range.first }, (_, offset) => range.first + offset);
  const tracks = (narrow: boolean): string =>
    columns
      .filter(({ wideOnly }) => !narrow || wideOnly !== true)
      .map(({ width }) => width)
      .join(" ");
  return (
    <div
      class="table"
      role="grid"
      ref={box}
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={props.total === undefined ? rows.length + 1 : props.total + 1}
      aria-colcount={columns.length}
      aria-activedescendant={
        active >= range.first && active < range.end ? `${id}-${active - prepended}` : undefined
      }
      data-fill={props.fill === true ? "" : undefined}
      style={{ "--columns": tracks(false), "--columns-narrow": tracks(true) }}
      onScroll={measure}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        if (event.target === box.current && active < 0) setActive(rows.length > 0 ? 0 : -1);
      }}
    >
      <TableHead columns={columns} />
      <div class="table-body" role="rowgroup" style={{ height: `${rows.length * rowHeight}px` }}>
        {visible.map((index) => {
          const row = rows.at(index);
          return (
            row !== undefined && (
              <TableRow
                key={props.rowKey(row)}
                id={`${id}-${index - prepended}`}
                row={row}
                columns={columns}
                index={index}
                top={index * rowHeight}
                height={rowHeight}
                selected={index === active}
                onClick={() => {
                  setActive(index);
                  open(index);
                }}
                opens={onOpen !== undefined}
              />
            )
          );
        })}
      </div>
      {props.foot}
    </div>
  );
}
