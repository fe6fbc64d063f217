import { html } from "hono/html";
import type { OpenApiContent, OpenApiOperation, OpenApiResponse } from "../../../schemas/openapi-document.ts";
import { curlExample } from "./curl-example.ts";
import { type Html, nothing, prose, scrollable } from "./prose.ts";
import { constraintsOf, type Schema, typesOf } from "./schema-rows.ts";
import { constraintList, typeList } from "./schema-section.ts";

export function methodBadge(method: string): Html {
  return html`<span class="method ${method}">${method.toUpperCase()}</span>`;
}

/** One operation: description, parameters, body, responses, and a command to try it. */
export function operationSection(method: string, path: string, operation: OpenApiOperation): Html {
  const { operationId, summary, description, requestBody } = operation;
  const id = `op-${operationId}`;
  return html`<section class="card" id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title"><a class="anchor" href="#${id}">${summary}</a></h3>
<p class="route">${methodBadge(method)} <code>${path}</code> ${scopeNote(operation)}</p>
<p>${prose(description)}</p>
${parameterTable(operation)}
${requestBody === undefined ? nothing : html`<h4>Body</h4><p>${prose(requestBody.description)}</p>${contents(requestBody.content)}`}
<h4>Example</h4>
${scrollable(`Command for: ${summary}`, html`<pre><code>${curlExample(method, path, operation)}</code></pre>`)}
<h4>Answers</h4>
${answerTable(operation)}
${examplesOf(operation)}
</section>`;
}

function scopeNote({ security }: OpenApiOperation): Html {
  const [first] = security;
  if (first === undefined) return html`<span class="scope">no key</span>`;
  const scopes = first["apiKey"];
  if (scopes === undefined) return html`<span class="scope">a session</span>`;
  return html`<span class="scope">${scopes.length === 0 ? "any key" : html`scope <code>${scopes.join(", ")}</code>`}</span>`;
}

function parameterTable({ parameters, summary }: OpenApiOperation): Html {
  if (parameters.length === 0) return nothing;
  const rows = parameters.map(({ name, in: place, required, description, schema }) => {
    const types = typeList(typesOf(schema as Schema));
    return html`<tr><th scope="row"><code>${name}</code>${required ? html` <span class="required">required</span>` : nothing}</th>
<td>${place}</td><td>${types}</td>
<td>${prose(description ?? "")}${constraintList(constraintsOf(schema as Schema))}</td></tr>`;
  });
  return html`<h4>Parameters</h4>${scrollable(
    `Parameters of: ${summary}`,
    html`<table><thead><tr><th scope="col">Name</th><th scope="col">In</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
<tbody>${rows}</tbody></table>`,
  )}`;
}

function contents(content: OpenApiContent): Html {
  const kinds = Object.entries(content).map(
    ([mediaType, { schema }]) =>
      html`<li><code>${mediaType}</code>: ${typeList(typesOf(schema as Schema))}</li>`,
  );
  return html`<ul class="plain">${kinds}</ul>`;
}

function answerTable({ responses, summary }: OpenApiOperation): Html {
  const rows = Object.entries(responses).map(
    ([
      status,
      response,
    ]) => html`<tr><th scope="row"><span class="status s${status.slice(0, 1)}">${status}</span></th>
<td>${meaning(response)}</td><td>${response.content === undefined ? "no body" : contents(response.content)}</td>
<td>${headerNames(response)}</td></tr>`,
  );
  return scrollable(
    `Responses of: ${summary}`,
    html`<table><thead><tr><th scope="col">Status</th><th scope="col">Meaning</th><th scope="col">Body</th><th scope="col">Headers</th></tr></thead>
<tbody>${rows}</tbody></table>`,
  );
}

function meaning(response: OpenApiResponse): Html {
  const codes = response["x-codes"];
  if (codes === undefined) return prose(response.description);
  return html`${codes.map((code, index) => html`${index === 0 ? nothing : ", "}<a href="#error-${code}"><code>${code}</code></a>`)}`;
}

function headerNames({ headers = {} }: OpenApiResponse): Html {
  return html`${Object.entries(headers).map(
    ([name, { description }], index) =>
      html`${index === 0 ? nothing : ", "}<abbr title="${description}">${name}</abbr>`,
  )}`;
}

function examplesOf({ responses }: OpenApiOperation): Html {
  const examples = Object.entries(responses).flatMap(([status, { content = {} }]) =>
    Object.values(content).flatMap(({ example }) => (example === undefined ? [] : [{ status, example }])),
  );
  return html`${examples.map(
    ({ status, example }) =>
      html`<details><summary>Example of ${status}</summary>${scrollable(
        `Example of ${status}`,
        html`<pre><code>${JSON.stringify(example, null, 2)}</code></pre>`,
      )}</details>`,
  )}`;
}
