import type { Hono } from "hono";
import type { Home } from "../../../schemas/home.ts";
import type { AppEnv } from "../dependencies.ts";
import { chooseMediaType } from "../media-type.ts";
import { JSON_MEDIA_TYPE } from "../respond.ts";
import { DASHBOARD_PATH } from "./dashboard.ts";

export const HOME_PATH = "/";

/** GET /: redirects a browser to the dashboard, and links the entry points for any other client. Requires no key. */
export function homeRoutes(app: Hono<AppEnv>, { version }: { readonly version: string }): void {
  const home: Home = {
    name: "Gavel",
    version,
    links: { dashboard: DASHBOARD_PATH, reference: "/docs", openapi: "/openapi.json" },
  };
  app.get(HOME_PATH, (c) => {
    const type = chooseMediaType(c.req.header("Accept"), [JSON_MEDIA_TYPE, "text/html"]);
    c.header("Vary", "Accept");
    return type === "text/html" ? c.redirect(DASHBOARD_PATH, 302) : c.json(home);
  });
}
