import type { OpenApiOperation } from "../../../schemas/openapi-document.ts";

const PATH_VALUES: Readonly<Record<string, string>> = {
  policy_id: "spam",
  version: "1",
  verdict_id: "019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10",
  key_id: "k3f9a1c2",
  webhook_id: "019aab60-1c44-7d0e-9f37-5a0c2b6e8d11",
  delivery_id: "7c6f0a52-9a5e-4c86-8f0e-0d3f6b1f2a77",
};

/** Returns a command for a POSIX shell that uses GAVEL_URL and GAVEL_API_KEY. */
export function curlExample(method: string, path: string, operation: OpenApiOperation): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => PATH_VALUES[name] ?? name);
  const verb = method.toUpperCase();
  const isCurlsOwn = verb === (operation.requestBody === undefined ? "GET" : "POST");
  const lines = [`curl ${isCurlsOwn ? "" : `-X ${verb} `}"$GAVEL_URL${filled}"`];
  const [credential] = operation.security;
  if (credential?.["apiKey"] !== undefined) lines.push(`-H "Authorization: Bearer $GAVEL_API_KEY"`);
  else if (credential !== undefined) lines.push("-b cookies.txt", '-H "Origin: $GAVEL_URL"');
  for (const [mediaType, { example }] of Object.entries(operation.requestBody?.content ?? {})) {
    lines.push(`-H "Content-Type: ${mediaType}"`);
    lines.push(
      typeof example === "string"
        ? "--data-binary @policy.md"
        : `-d '${apostropheFree(JSON.stringify(example))}'`,
    );
  }
  return lines.join(" \\\n  ");
}

/** Returns JSON for use in single quotes. */
function apostropheFree(json: string): string {
  return json.replaceAll("'", String.raw`\u0027`);
}
