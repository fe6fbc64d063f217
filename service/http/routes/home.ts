import type { Hono } from "hono";
import type { AppEnv } from "../dependencies.ts";
import { DOCS_CONTENT_SECURITY_POLICY } from "../docs/page.ts";
import { representation } from "../respond.ts";

export const HOME_PATH = "/";

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gavel</title><link rel="icon" href="data:,"></head>
<body>
<h1>Gavel</h1>
<p>Policy-based content moderation over HTTP.</p>
<p><a href="/docs">API reference</a>: log in with any user name and an API key as the password.</p>
</body></html>
`;

/** GET /: a page without a key. It contains only a link to the API reference. */
export function homeRoutes(app: Hono<AppEnv>): void {
  app.get(HOME_PATH, (c) =>
    representation(c, PAGE, {
      contentType: "text/html; charset=utf-8",
      headers: { "Content-Security-Policy": DOCS_CONTENT_SECURITY_POLICY },
    }),
  );
}
