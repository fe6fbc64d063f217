import { shellQuoted } from "../printing/shell-word.ts";
import type { Style } from "../printing/style.ts";
import type { DashboardLink } from "./dashboard-link.ts";
import type { Sample } from "./starter-policies.ts";

/** Where the API key is from: created at this start, set by the user, or shown by an earlier start. */
export type KeySource =
  | { readonly kind: "created"; readonly key: string }
  | { readonly kind: "environment" }
  /** Set by the user, but without the scope admin. */
  | { readonly kind: "refused"; readonly fault: string }
  | { readonly kind: "earlier" };

export interface NextSteps {
  readonly url: string;
  readonly key: KeySource;
  /** Null if all starter policies are archived. */
  readonly sample: Sample | null;
  /** Null if no key can sign in. */
  readonly dashboard: DashboardLink | null;
}

/** For a service without starter policies: the sample is judged under a policy that the commands upload first. */
const OWN_SAMPLE: Sample = { policyId: "shouting", content: "READ THIS NOW OR LOSE EVERYTHING" };
const OWN_POLICY = `---
title: Shouting
categories:
  - { code: SH0, title: Calm text, violation: 0 }
  - { code: SH1, title: Text in capitals }
---
# Shouting

- SH0: Calm text, no violation.
- SH1: Text in capitals, a violation.
`;

/**
 * The address, the key, commands to paste into another terminal, in an order that works, and the way into the
 * dashboard.
 */
export function formatNextSteps({ url, key, sample, dashboard }: NextSteps, style: Style): string {
  const secret = key.kind === "created" ? key.key : "$GAVEL_API_KEY";
  const authorization = `-H "Authorization: Bearer ${secret}"`;
  const { policyId, content } = sample ?? OWN_SAMPLE;
  const request = shellQuoted(JSON.stringify({ content, policy_id: policyId }));
  // In the $'...' of bash and zsh.
  const policy = OWN_POLICY.replaceAll("\n", String.raw`\n`);
  const classify = `${style.dim("# classify a text")}
curl -sS ${url}/classify ${authorization} -H "Content-Type: application/json" -d ${request}`;
  const upload = `${style.dim("# upload a policy of your own")}
curl -sS -X PUT ${url}/policies/shouting ${authorization} -H "Content-Type: text/markdown" --data-binary $'${policy}'`;
  return `
${style.bold(`Gavel is running at ${url}`)}  (reference: ${url}/docs, with any user name and the API key as password)
${keyLines(key, style)}
In another terminal:

${(sample === null ? [upload, classify] : [classify, upload]).join("\n\n")}

${style.dim("# list verdicts; waits up to 10 s for the first one")}
curl -sS "${url}/verdicts?policy_id=${policyId}&order=desc&limit=5" ${authorization} -H "Prefer: wait=10"

Ctrl-C stops the service; the next start keeps the data.
${dashboardLines(dashboard, url, style)}`;
}

function dashboardLines(dashboard: DashboardLink | null, url: string, style: Style): string {
  if (dashboard === null) {
    return `
${style.bold("The dashboard")} is at ${url}/app/. No valid key has the scope admin, so sign in with a key of your own.
`;
  }
  const { url: link, sampleUrl } = dashboard;
  const seen =
    sampleUrl === null ? "." : `, and shows the sample verdict. The sample verdict is at ${sampleUrl}`;
  return `
${style.bold("Open the dashboard:")} ${link}
The link signs in once, within ten minutes${seen}
In another terminal, npx gavel dashboard prints another link.
`;
}

function keyLines(key: KeySource, style: Style): string {
  switch (key.kind) {
    case "created":
      return `The commands below contain the API key shown above. Keep it for the next start:
${style.bold(`export GAVEL_API_KEY=${key.key}`)}
`;
    case "environment":
      return "The commands below use the key in GAVEL_API_KEY: export it in the terminal that you paste them into.\n";
    case "refused":
      return `${style.bold(key.fault)}\n`;
    case "earlier":
      return `The commands below use GAVEL_API_KEY: export the key that the first start showed. If it is lost, restart with
GAVEL_API_KEY set to a key of your own (at least 16 characters), which then works too.
`;
  }
}
