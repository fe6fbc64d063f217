import { html } from "hono/html";
import { type Html, nothing, prose, scrollable } from "./prose.ts";
import {
  constraintsOf,
  type Schema,
  type SchemaRow,
  schemaRows,
  type TypeName,
  typesOf,
} from "./schema-rows.ts";

/** A message: its properties as a table, or its type if it has none. */
export function schemaSection(title: string, schema: Schema): Html {
  const rows = schemaRows(schema);
  return html`<section class="card" id="schema-${title}" aria-labelledby="schema-${title}-title">
<h3 id="schema-${title}-title"><a class="anchor" href="#schema-${title}">${title}</a></h3>
${schema.description === undefined ? nothing : html`<p>${prose(schema.description)}</p>`}
${schema.properties === undefined ? html`<p>${typeList(typesOf(schema))} ${constraintList(constraintsOf(schema))}</p>` : nothing}
${rows.length === 0 ? nothing : scrollable(`Properties of ${title}`, propertyTable(rows))}
</section>`;
}

function propertyTable(rows: readonly SchemaRow[]): Html {
  return html`<table><thead><tr><th scope="col">Property</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
<tbody>${rows.map(
    ({ path, required, types, constraints, description }) => html`<tr>
<th scope="row"><code>${path}</code>${required ? html` <span class="required">required</span>` : nothing}</th>
<td>${typeList(types)}</td>
<td>${prose(description)}${constraintList(constraints)}</td></tr>`,
  )}</tbody></table>`;
}

export function typeList(types: readonly TypeName[]): Html {
  return html`${types.map(({ text, component }, index) => {
    const name =
      component === undefined
        ? html`<code>${text}</code>`
        : html`<a href="#schema-${component}"><code>${text}</code></a>`;
    return html`${index === 0 ? nothing : " | "}${name}`;
  })}`;
}

export function constraintList(constraints: readonly string[]): Html {
  return constraints.length === 0
    ? nothing
    : html` <span class="bounds">${prose(constraints.join("; "))}</span>`;
}
