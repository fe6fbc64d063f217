/** Rows before and after the visible ones that are rendered too, so that scrolling shows no gap. */
const OVERSCAN = 12;

export interface RowRange {
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
}

export function visibleRows(
  scrollTop: number,
  height: number,
  { rowHeight, count }: { readonly rowHeight: number; readonly count: number },
): RowRange {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - OVERSCAN);
  const end = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + OVERSCAN);
  return { first: Math.min(first, end), end };
}

/** Where to scroll so that a row is visible below the sticky head; null if it already is. */
export function scrollToRow(
  index: number,
  view: { readonly scrollTop: number; readonly height: number; readonly rowHeight: number },
): number | null {
  const { scrollTop, height, rowHeight } = view;
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  return top + rowHeight > scrollTop + height ? top + rowHeight - height : null;
}

/** The row that a key moves to; null for any other key. */
export function movedRow(key: string, active: number, count: number, page: number): number | null {
  const last = count - 1;
  const move = (index: number): number => Math.max(0, Math.min(last, index));
  switch (key) {
    case "ArrowDown":
      return move(active + 1);
    case "ArrowUp":
      return move(active - 1);
    case "PageDown":
      return move(active + page);
    case "PageUp":
      return move(active - page);
    case "Home":
      return move(0);
    case "End":
      return move(last);
    default:
      return null;
  }
}
