import { html } from "hono/html";
import type { ErrorEntry } from "../../error-catalogue/error-entry.ts";
import { OUTCOME_ERRORS } from "../../error-catalogue/outcome-errors.ts";
import { REQUEST_ERRORS } from "../../error-catalogue/request-errors.ts";
import { type Html, prose, scrollable } from "./prose.ts";

/** The error catalogue. The `type` of a problem points to the row of its code. */
export function errorSection(): Html {
  return html`<section id="errors" aria-labelledby="errors-title">
<h2 id="errors-title"><a class="anchor" href="#errors">Errors</a></h2>
<p>The response to a request that fails is a <a href="#schema-Problem">Problem</a> (RFC 9457, <code>application/problem+json</code>).
Its <code>code</code> is stable; <code>type</code> points to the code on this page. Titles and details may change.</p>
${scrollable("Errors of requests", table(REQUEST_ERRORS, true))}
<h3 id="outcomes">Outcomes of items</h3>
<p>An accepted item that cannot be judged ends <code>failed</code> or <code>expired</code> with one of these codes in
<code>error</code> of its <a href="#schema-VerdictRecord">record</a>. The request for it still succeeds.</p>
${scrollable("Outcomes of items", table(OUTCOME_ERRORS, false))}
</section>`;
}

function table(errors: Readonly<Record<string, ErrorEntry>>, withStatus: boolean): Html {
  const rows = Object.entries(errors).map(
    ([
      code,
      { status, title, cause, remedy },
    ]) => html`<tr id="error-${code}"><th scope="row"><a class="anchor" href="#error-${code}"><code>${code}</code></a></th>
${withStatus ? html`<td>${status}</td>` : ""}<td><strong>${title}.</strong> ${prose(cause)}</td><td>${prose(remedy)}</td></tr>`,
  );
  return html`<table><thead><tr><th scope="col">Code</th>${withStatus ? html`<th scope="col">Status</th>` : ""}
<th scope="col">Cause</th><th scope="col">Remedy</th></tr></thead><tbody>${rows}</tbody></table>`;
}
