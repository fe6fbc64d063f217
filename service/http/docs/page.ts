import { createHash } from "node:crypto";
import { html, raw } from "hono/html";
import type { OpenApiDocument, OpenApiOperation } from "../../../schemas/openapi-document.ts";
import { errorSection } from "./error-section.ts";
import { methodBadge, operationSection } from "./operation-section.ts";
import type { Html } from "./prose.ts";
import { schemaSection } from "./schema-section.ts";
import { DOCS_STYLE } from "./style.ts";

/** The page runs no scripts and loads nothing; its only style sheet is allowed by its hash. */
export const DOCS_CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(DOCS_STYLE).digest("base64")}'`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Renders the API reference from the OpenAPI document and the error catalogue. */
export async function renderDocs(document: OpenApiDocument): Promise<string> {
  const { info, tags } = document;
  const operations = operationsOf(document);
  const schemas = Object.entries(document.components.schemas).sort(([a], [b]) => (a < b ? -1 : 1));
  const sections = tags.map(
    ({ name, description }) => html`<section aria-labelledby="tag-${name}">
<h2 id="tag-${name}">${name}</h2><p>${description}</p>
${operations.filter(({ tag }) => tag === name).map(({ method, path, operation }) => operationSection(method, path, operation))}
</section>`,
  );
  const page = await html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${info.title} API reference</title><link rel="icon" href="data:,"><style>${raw(DOCS_STYLE)}</style></head>
<body><a class="skip" href="#content">Skip to content</a><div class="layout">
${navigation(document, operations)}
<main id="content">
<h1>${info.title} API</h1>
<p class="lead">${info.summary}</p>
<p>Version ${info.version}. Also available as <a href="/openapi.json">OpenAPI 3.1</a>.</p>
${introduction()}
${sections}
<section aria-labelledby="schemas"><h2 id="schemas"><a class="anchor" href="#schemas">Messages</a></h2>
<p>Messages have no properties besides those listed: others are rejected in requests and never sent in responses.</p>
${schemas.map(([title, schema]) => schemaSection(title, schema))}</section>
${errorSection()}
</main></div></body></html>
`;
  return page.toString();
}

interface PlacedOperation {
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  readonly operation: OpenApiOperation;
}

function operationsOf({ paths }: OpenApiDocument): PlacedOperation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      method,
      path,
      tag: operation.tags[0] ?? "",
      operation,
    })),
  );
}

function navigation({ info, tags }: OpenApiDocument, operations: readonly PlacedOperation[]): Html {
  const groups = tags.map(
    ({ name }) =>
      html`<h2>${name}</h2><ul>${operations
        .filter(({ tag }) => tag === name)
        .map(
          ({ method, operation }) =>
            html`<li><a href="#op-${operation.operationId}">${methodBadge(method)}<span>${operation.summary}</span></a></li>`,
        )}</ul>`,
  );
  return html`<nav aria-label="Contents"><p class="brand">${info.title}</p>
<ul><li><a href="#keys">Keys and scopes</a></li><li><a href="#requests">Requests and responses</a></li></ul>
${groups}
<h2>Reference</h2><ul><li><a href="#schemas">Messages</a></li><li><a href="#errors">Errors</a></li></ul></nav>`;
}

function introduction(): Html {
  return html`<section aria-labelledby="keys"><h2 id="keys">Keys and scopes</h2>
<p>Every route except <code>GET /</code>, <code>GET /healthz</code> and <code>GET /readyz</code> requires an API key:
<code>Authorization: Bearer gavel_…</code>. The scopes of a key define what it may do; <code>admin</code> includes all others. A key with
only <code>classify</code> submits content and reads the response to its own request; to fetch records later it also needs
<code>verdicts:read</code>. This page and <a href="/openapi.json">/openapi.json</a> also accept HTTP Basic with the key as the
password.</p></section>
<section aria-labelledby="requests"><h2 id="requests">Requests and responses</h2>
<p>Bodies are JSON in UTF-8; policies are Markdown. Every response has an <code>X-Request-Id</code>: yours, if you sent one of up to 128
letters, digits and <code>._:/+=-</code>, otherwise a new one. Times are in UTC. Properties are never omitted: unknown values are
<code>null</code>.</p>
<p>A response with an <code>ETag</code> can be revalidated with <code>If-None-Match</code>: 304 means that nothing has changed.</p></section>`;
}
