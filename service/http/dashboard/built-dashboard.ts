import { fileURLToPath } from "node:url";

/** Where `npm run build` writes the dashboard: next to the compiled service, which may also run from its source. */
export const BUILT_DASHBOARD = fileURLToPath(
  new URL(
    import.meta.url.endsWith(".ts") ? "../../../dist/dashboard/" : "../../../dashboard/",
    import.meta.url,
  ),
);
