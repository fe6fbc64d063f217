/** Shown instead of the dashboard if its files do not exist. */
export const NOT_BUILT_PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gavel: the dashboard is not built</title><link rel="icon" href="data:,"></head>
<body>
<h1>The dashboard is not built</h1>
<p>The service is running, but the files of its dashboard do not exist. Run <code>npm run build</code>, then load this page again.</p>
<p><a href="/docs">API reference</a>: log in with any user name and an API key as the password.</p>
</body></html>
`;
