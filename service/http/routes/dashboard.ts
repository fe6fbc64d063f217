import type { Hono } from "hono";
import { ServiceError } from "../../errors.ts";
import { DASHBOARD_CONTENT_SECURITY_POLICY } from "../dashboard/content-security-policy.ts";
import type { DashboardFiles } from "../dashboard/dashboard-files.ts";
import { NOT_BUILT_PAGE } from "../dashboard/not-built-page.ts";
import { sendFile } from "../dashboard/send-file.ts";
import type { AppEnv } from "../dependencies.ts";

export const DASHBOARD_PATH = "/app/";
const ASSETS_PATH = `${DASHBOARD_PATH}assets/`;

/** Names of assets contain a hash of their content. */
const IMMUTABLE = "public, max-age=31536000, immutable";
const REVALIDATE = "no-cache";

/** Whether a path is one of the dashboard's, which need no key: its files contain no data. */
export function isDashboardPath(path: string): boolean {
  return path.startsWith(DASHBOARD_PATH) || `${path}/` === DASHBOARD_PATH;
}

/** GET /app/*: the dashboard. Every path that is not an asset gets the page, which chooses by the path what to show. */
export function dashboardRoutes(app: Hono<AppEnv>, files: DashboardFiles): void {
  app.get(DASHBOARD_PATH.slice(0, -1), (c) => c.redirect(DASHBOARD_PATH, 308));

  app.get(`${ASSETS_PATH}*`, async (c) => {
    const file = await files.asset(c.req.path.slice(ASSETS_PATH.length));
    if (file === null) {
      throw new ServiceError("not_found", "The dashboard has no file with this name. Reload its page.");
    }
    return sendFile(c, file, { "Cache-Control": IMMUTABLE });
  });

  app.get(`${DASHBOARD_PATH}*`, async (c) => {
    const shell = await files.shell();
    const policy = { "Content-Security-Policy": DASHBOARD_CONTENT_SECURITY_POLICY };
    if (shell === null) return c.html(NOT_BUILT_PAGE, 404, policy);
    return sendFile(c, shell, { ...policy, "Cache-Control": REVALIDATE });
  });
}
