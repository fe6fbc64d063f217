import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { runCli } from "../../../../cli/run-cli.ts";
import { listLibraryPolicies } from "../../../../policies/library.ts";
import { LINT_RULES } from "../../../../policies/lint/rules.ts";
import { captureIo } from "../../../helpers/cli-io.ts";

const DOCS = new URL("../../../../docs/", import.meta.url);

interface Workflow {
  readonly jobs: { readonly lint: { readonly steps: readonly { readonly run?: string }[] } };
}

describe("docs/policies.md", () => {
  it("lists every rule with its severity and summary", () => {
    const page = readFileSync(new URL("policies.md", DOCS), "utf8");
    const rows = [...page.matchAll(/^\| `([a-z][a-z0-9-]+)` \| (error|warning|info) \| (.+)\. \|$/gm)];
    expect(rows.map(([, rule, severity, summary]) => ({ rule, severity, summary }))).toEqual(
      LINT_RULES.map(({ rule, severity, summary }) => ({ rule, severity, summary })),
    );
  });
});

describe("the GitHub Action", () => {
  it("runs a command that prints SARIF for the starter policies", async () => {
    const source = readFileSync(new URL("examples/github-actions/lint-policies.yml", DOCS), "utf8");
    const { jobs } = parse(source) as Workflow;
    const run = jobs.lint.steps.map((step) => step.run ?? "").join("\n");
    const command = /gavel (policy lint .+?) > policies\.sarif/.exec(run)?.[1] ?? "";
    const files = listLibraryPolicies().map(({ path }) => path);
    const argv = command.split(" ").flatMap((word) => (word === "policies/*.md" ? files : [word]));
    const io = captureIo();
    expect(await runCli(argv, io)).toBe(0);
    expect(JSON.parse(io.stdout())).toMatchObject({ version: "2.1.0", runs: [{ results: [] }] });
  });
});
