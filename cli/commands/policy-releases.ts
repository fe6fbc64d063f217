import type { GavelClient } from "../../packages/client/src/client.ts";
import { UsageError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { connect, CONNECTION_OPTIONS } from "../connection.ts";
import { EXIT } from "../exit-codes.ts";
import { policyIdArgument, policyRefArgument } from "../input/policy-ref.ts";
import { onePositional, twoPositionals } from "../input/positionals.ts";
import { shownVersion } from "../input/shown-version.ts";
import { formatActivations } from "../printing/format-activations.ts";
import { formatPolicyDiff } from "../printing/format-policy-diff.ts";
import { oneLine } from "../printing/plain-text.ts";
import { printJson } from "../printing/print-json.ts";
import { createStyle } from "../printing/style.ts";
import { formatTable } from "../printing/table.ts";

const REASON = { type: "string", value: "TEXT", description: "why, for the history of the policy" } as const;

const policyActivate = defineCommand({
  name: "policy activate",
  summary: "Judge new items under a given version",
  usage: "ID VERSION [OPTIONS]",
  details:
    "A version with targets must have met them in its newest evaluation, and no version may be significantly worse than the\n" +
    "active one on the same golden set. --force activates a version anyway; the history and the audit log show the reason.",
  options: {
    force: {
      type: "boolean",
      description: "activate the version even if the gate refuses it; needs --reason",
    },
    reason: REASON,
    ...CONNECTION_OPTIONS,
  },
  examples: [
    "gavel policy activate spam 2",
    'gavel policy activate spam 2 --force --reason "an attack is running"',
  ],
  async run({ values, positionals }, io) {
    const [id, version] = twoPositionals(positionals, "a policy id and a version number");
    const ref = policyRefArgument(`${policyIdArgument(id)}@${version}`);
    if (values.force && values.reason === undefined) {
      throw new UsageError("say why the gate is overruled: --force --reason TEXT");
    }
    const { data: policy } = await connect(values, io).call("activatePolicy", {
      path: { policy_id: ref.id },
      body: {
        version: ref.version!,
        ...(values.force ? { force: true } : {}),
        ...(values.reason === undefined ? {} : { reason: values.reason }),
      },
    });
    if (values.json) printJson(io, policy);
    else io.out(`New items of ${policy.id} are judged under version ${policy.active_version}.\n`);
    return EXIT.ok;
  },
});

const policyRollback = defineCommand({
  name: "policy rollback",
  summary: "Judge new items under the version that was active before",
  usage: "ID [OPTIONS]",
  details: "A second rollback goes back further.",
  options: { reason: REASON, ...CONNECTION_OPTIONS },
  examples: ['gavel policy rollback spam --reason "flags private sales"'],
  async run({ values, positionals }, io) {
    const id = policyIdArgument(onePositional(positionals, "a policy id"));
    const { data: policy } = await connect(values, io).call("rollbackPolicy", {
      path: { policy_id: id },
      body: values.reason === undefined ? {} : { reason: values.reason },
    });
    if (values.json) printJson(io, policy);
    else io.out(`New items of ${policy.id} are judged under version ${policy.active_version} again.\n`);
    return EXIT.ok;
  },
});

const policyVersions = defineCommand({
  name: "policy versions",
  summary: "List the versions of a policy, and which one is active",
  usage: "ID [OPTIONS]",
  options: CONNECTION_OPTIONS,
  examples: ["gavel policy versions spam"],
  async run({ values, positionals }, io) {
    const path = { policy_id: policyIdArgument(onePositional(positionals, "a policy id")) };
    const { data: page } = await connect(values, io).call("listPolicyVersions", { path });
    if (values.json) {
      printJson(io, page);
      return EXIT.ok;
    }
    const rows = page.data.map(({ version, active, created_at, tokens, sha256, title }) => [
      String(version),
      active ? "active" : "-",
      created_at,
      String(tokens),
      sha256.slice(0, 12),
      oneLine(title ?? "", 60),
    ]);
    io.out(formatTable(["version", "state", "stored", "tokens", "sha256", "title"], rows));
    return EXIT.ok;
  },
});

const policyHistory = defineCommand({
  name: "policy history",
  summary: "List who activated which version, when and why",
  usage: "ID [OPTIONS]",
  options: CONNECTION_OPTIONS,
  examples: ["gavel policy history spam"],
  async run({ values, positionals }, io) {
    const path = { policy_id: policyIdArgument(onePositional(positionals, "a policy id")) };
    const { data: page } = await connect(values, io).call("listPolicyActivations", { path });
    if (values.json) printJson(io, page);
    else io.out(formatActivations(page.data));
    return EXIT.ok;
  },
});

const policyDiff = defineCommand({
  name: "policy diff",
  summary: "Show what changed between two versions of a policy",
  usage: "ID[@VERSION] ID[@VERSION] [OPTIONS]",
  details:
    "Codes, settings and length first, then the text as a unified diff. Without a version: the active one.",
  options: CONNECTION_OPTIONS,
  examples: ["gavel policy diff spam@1 spam@2", "gavel policy diff spam spam@3"],
  async run({ values, positionals }, io) {
    const [first, second] = twoPositionals(positionals, "two versions of a policy");
    const [from, to] = [policyRefArgument(first), policyRefArgument(second)];
    if (from.id !== to.id) throw new UsageError("give two versions of the same policy: spam@1 spam@2");
    const client = connect(values, io);
    const { data: diff } = await client.call("diffPolicyVersions", {
      path: { policy_id: from.id },
      query: { from: await versionOf(client, from), to: await versionOf(client, to) },
    });
    if (values.json) printJson(io, diff);
    else io.out(formatPolicyDiff(diff, createStyle(io.color)));
    return EXIT.ok;
  },
});

export const policyReleaseCommands = [
  policyVersions,
  policyDiff,
  policyActivate,
  policyRollback,
  policyHistory,
] as const;

async function versionOf(
  client: GavelClient,
  { id, version }: ReturnType<typeof policyRefArgument>,
): Promise<number> {
  return version ?? (await shownVersion(client, id));
}
