/** Paths in a square of 16, drawn with lines. */
const PATHS = {
  overview: "M2 14V8m4 6V3m4 11V6m4 8V9",
  live: "M1 8h3l2-5 3 10 2.5-7 1 2H15",
  review: "M3 2h10v12H3zM5.5 8l2 2 3.5-4",
  policies: "M4 1.5h6l3 3v10H4zM10 1.5v3h3M6 8h5M6 11h5",
  operations: "M2 3h12v4H2zM2 9h12v4H2zM4.5 5h.01M4.5 11h.01",
  menu: "M2 4h12M2 8h12M2 12h12",
  theme: "M8 1.5a6.5 6.5 0 1 0 0 13zM8 1.5a6.5 6.5 0 0 1 0 13",
  keys: "M1.5 4h13v8h-13zM4 6.5h.01M8 6.5h.01M12 6.5h.01M5 9.5h6",
  search: "M7 2a5 5 0 1 0 0 10A5 5 0 0 0 7 2zM11 11l3.5 3.5",
  leave: "M9 2H3v12h6M7 8h8M12 5l3 3-3 3",
  copy: "M5 5h9v9H5zM11 5V2H2v9h3",
  check: "M3 8.5l3.5 3.5L13 4.5",
  close: "M4 4l8 8M12 4l-8 8",
  back: "M7 3L2 8l5 5M2 8h12",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
