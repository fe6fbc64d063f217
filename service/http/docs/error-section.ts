import { html } from "hono/html";
import { ERROR_CATALOGUE, type ErrorCode } from "../../errors.ts";
import { ANSWER_CODES, ERROR_GUIDE, OUTCOME_CODES } from "./error-guide.ts";
import { type Html, prose, scrollable } from "./prose.ts";

/** The catalogue of errors; each code is what the `type` of its problem points at. */
export function errorSection(): Html {
  return html`<section id="errors" aria-labelledby="errors-title">
<h2 id="errors-title"><a class="anchor" href="#errors">Errors</a></h2>
<p>A request that fails is answered with a <a href="#schema-Problem">Problem</a> (RFC 9457, <code>application/problem+json</code>).
Its <code>code</code> is stable; <code>type</code> points to the code on this page. Titles and details may change.</p>
${scrollable("Errors of requests", table(ANSWER_CODES, true))}
<h3 id="outcomes">Outcomes of items</h3>
<p>An accepted item that cannot be judged ends <code>failed</code> or <code>expired</code> with one of these codes in
<code>error</code> of its <a href="#schema-VerdictRecord">record</a>. The request for it still succeeds.</p>
${scrollable("Outcomes of items", table(OUTCOME_CODES, false))}
</section>`;
}

function table(codes: readonly ErrorCode[], withStatus: boolean): Html {
  const rows = codes.map((code) => {
    const { status, title } = ERROR_CATALOGUE[code];
    const { cause, remedy } = ERROR_GUIDE[code];
    return html`<tr id="error-${code}"><th scope="row"><a class="anchor" href="#error-${code}"><code>${code}</code></a></th>
${withStatus ? html`<td>${status}</td>` : ""}<td><strong>${title}.</strong> ${prose(cause)}</td><td>${prose(remedy)}</td></tr>`;
  });
  return html`<table><thead><tr><th scope="col">Code</th>${withStatus ? html`<th scope="col">Status</th>` : ""}
<th scope="col">Cause</th><th scope="col">Remedy</th></tr></thead><tbody>${rows}</tbody></table>`;
}
