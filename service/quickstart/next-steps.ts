import type { Style } from "../cli/style.ts";

/** Where the key for the lines comes from: made just now, set by the user, or shown by an earlier start. */
export type KeySource =
  | { readonly kind: "created"; readonly key: string }
  | { readonly kind: "environment" }
  /** Set by the user, but it does not administer. */
  | { readonly kind: "refused"; readonly fault: string }
  | { readonly kind: "earlier" };

/** The address, the key, and what to paste into another terminal. */
export function formatNextSteps(url: string, key: KeySource, style: Style): string {
  const secret = key.kind === "created" ? key.key : "$GAVEL_API_KEY";
  const authorization = `-H "Authorization: Bearer ${secret}"`;
  const request = '{"content": "5,000 real followers for 20, delivered by tonight.", "policy_id": "spam"}';
  // In the $'...' of bash and zsh.
  const policy = String.raw`# Shouting\n\n- SH0: Calm text, no violation.\n- SH1: Text in capitals, a violation.\n`;
  return `
${style.bold(`Gavel serves at ${url}`)}  (for people: ${url}/docs, any user name, the API key as password)
${keyLines(key, style)}
In another terminal:

${style.dim("# classify a text")}
curl -sS ${url}/classify ${authorization} -H "Content-Type: application/json" -d '${request}'

${style.dim("# upload a policy of your own")}
curl -sS -X PUT ${url}/policies/shouting ${authorization} -H "Content-Type: text/markdown" --data-binary $'${policy}'

${style.dim("# poll for verdicts: waits up to 10 s for the first one")}
curl -sS "${url}/verdicts?policy_id=spam&order=desc&limit=5" ${authorization} -H "Prefer: wait=10"

Ctrl-C stops it; the next start keeps the data.
`;
}

function keyLines(key: KeySource, style: Style): string {
  switch (key.kind) {
    case "created":
      return `The lines below hold the API key that was shown above. Keep it for the next start:
${style.bold(`export GAVEL_API_KEY=${key.key}`)}
`;
    case "environment":
      return "The lines below use the key in GAVEL_API_KEY: export it in the terminal that you paste them into.\n";
    case "refused":
      return `${style.bold(key.fault)}\n`;
    case "earlier":
      return `The lines below use GAVEL_API_KEY: export the key that the first start showed. If it is lost, start with
GAVEL_API_KEY set to one of your own (at least 16 characters), which then works too.
`;
  }
}
