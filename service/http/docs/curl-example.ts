import type { OpenApiOperation } from "../../../schemas/openapi-document.ts";

const PATH_VALUES: Readonly<Record<string, string>> = {
  policy_id: "spam",
  version: "1",
  verdict_id: "019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10",
  key_id: "k3f9a1c2",
};

/** A command for a POSIX shell; GAVEL_URL and GAVEL_API_KEY stand for the reader's own. */
export function curlExample(method: string, path: string, operation: OpenApiOperation): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => PATH_VALUES[name] ?? name);
  const verb = method.toUpperCase();
  const lines = [`curl ${verb === "GET" || verb === "POST" ? "" : `-X ${verb} `}"$GAVEL_URL${filled}"`];
  if (operation.security.length > 0) lines.push(`-H "Authorization: Bearer $GAVEL_API_KEY"`);
  for (const [mediaType, { example }] of Object.entries(operation.requestBody?.content ?? {})) {
    lines.push(`-H "Content-Type: ${mediaType}"`);
    lines.push(
      typeof example === "string" ? "--data-binary @policy.md" : `-d ${quote(JSON.stringify(example))}`,
    );
  }
  return lines.join(" \\\n  ");
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
