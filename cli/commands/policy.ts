import { UsageError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { connect, CONNECTION_OPTIONS } from "../connection.ts";
import { EXIT } from "../exit-codes.ts";
import { policyIdArgument, policyRefArgument } from "../input/policy-ref.ts";
import { onePositional, twoPositionals } from "../input/positionals.ts";
import { readBytes } from "../input/read-text.ts";
import { shownVersion } from "../input/shown-version.ts";
import { formatPolicyVersion } from "../printing/format-policy.ts";
import { formatFindings } from "../printing/format-findings.ts";
import { oneLine } from "../printing/plain-text.ts";
import { printJson } from "../printing/print-json.ts";
import { createStyle } from "../printing/style.ts";
import { formatTable } from "../printing/table.ts";

const policyPush = defineCommand({
  name: "policy push",
  summary: "Upload a policy document as a new version, unless it is identical to an existing one",
  usage: "ID FILE [OPTIONS]",
  details:
    "The first version of a policy becomes active immediately, and so does a version pushed to an archived policy, which\n" +
    "restores it. With --draft neither becomes active. Any other version must be activated, with --activate or gavel policy\n" +
    "activate. The linter's findings are printed to stderr. FILE may be - for stdin.",
  options: {
    activate: { type: "boolean", description: "judge new items under this version from now on" },
    draft: {
      type: "boolean",
      description: "store the version without activating it, even if it is the first",
    },
    ...CONNECTION_OPTIONS,
  },
  examples: [
    "gavel policy push spam spam.md",
    "gavel policy push spam spam.md --activate",
    "gavel policy push spam spam.md --draft",
  ],
  async run({ values, positionals }, io) {
    const [id, file] = twoPositionals(positionals, "a policy id and a file");
    if (values.activate && values.draft) {
      throw new UsageError("a draft is not activated: give --draft or --activate");
    }
    const path = { policy_id: policyIdArgument(id) };
    const body = await readBytes(file, io);
    const client = connect(values, io);
    const stored = await client.call("putPolicy", {
      path,
      query: { draft: values.draft },
      body: new Uint8Array(body),
    });
    let version = stored.data;
    const activated = values.activate === true && !version.active;
    if (activated) {
      await client.call("activatePolicy", { path, body: { version: version.version } });
      version = { ...version, active: true };
    }
    const style = createStyle(io.color);
    if (values.json) printJson(io, version);
    else io.out(formatPolicyVersion(version, style));
    if (!values.json) io.err(formatFindings(file, version.findings, style));
    io.err(
      `${stored.status === 201 ? "Stored as a new version." : "This version already exists."}${activated ? " It is now active." : ""}\n`,
    );
    if (!version.active) {
      io.err(
        `Not active yet. To activate it: gavel policy activate ${version.policy_id} ${version.version}\n`,
      );
    }
    return EXIT.ok;
  },
});

const policyList = defineCommand({
  name: "policy list",
  summary: "List the policies",
  usage: "[OPTIONS]",
  options: { archived: { type: "boolean", description: "include archived policies" }, ...CONNECTION_OPTIONS },
  examples: ["gavel policy list", "gavel policy list --archived --json"],
  async run({ values, positionals }, io) {
    if (positionals.length > 0) throw new UsageError("policy list takes no arguments");
    const { data: page } = await connect(values, io).call("listPolicies", {
      query: { include_archived: values.archived },
    });
    if (values.json) {
      printJson(io, page);
      return EXIT.ok;
    }
    const rows = page.data.map((policy) => [
      policy.id,
      policy.archived ? "archived" : String(policy.active_version ?? "none"),
      String(policy.latest_version),
      policy.updated_at,
      oneLine(policy.title ?? "", 60),
    ]);
    io.out(formatTable(["id", "active", "latest", "updated", "title"], rows));
    return EXIT.ok;
  },
});

const policyShow = defineCommand({
  name: "policy show",
  summary: "Show the active version of a policy, or a given one",
  usage: "ID[@VERSION] [OPTIONS]",
  options: {
    source: { type: "boolean", description: "print the document exactly as it was uploaded" },
    ...CONNECTION_OPTIONS,
  },
  examples: ["gavel policy show spam", "gavel policy show spam@2 --source > spam.md"],
  async run({ values, positionals }, io) {
    if (values.source && values.json) {
      throw new UsageError("--source prints markdown and cannot be used with --json");
    }
    const { id, version } = policyRefArgument(onePositional(positionals, "a policy"));
    const client = connect(values, io);
    const path = { policy_id: id, version: version ?? (await shownVersion(client, id)) };
    if (values.source) {
      const { data } = await client.call("getPolicyVersion", { path, headers: { Accept: "text/markdown" } });
      io.out(await data.text());
      return EXIT.ok;
    }
    const { data: shown } = await client.call("getPolicyVersion", { path });
    if (values.json) printJson(io, shown);
    else io.out(formatPolicyVersion(shown, createStyle(io.color)));
    return EXIT.ok;
  },
});

const policyArchive = defineCommand({
  name: "policy archive",
  summary: "Stop judging under a policy; its versions and verdicts are kept",
  usage: "ID [OPTIONS]",
  details: "Pushing to an archived policy restores it, with the pushed version active.",
  options: CONNECTION_OPTIONS,
  examples: ["gavel policy archive spam"],
  async run({ values, positionals }, io) {
    const id = policyIdArgument(onePositional(positionals, "a policy id"));
    await connect(values, io).call("deletePolicy", { path: { policy_id: id } });
    if (values.json) printJson(io, { id, archived: true });
    else io.out(`${id} is archived.\n`);
    return EXIT.ok;
  },
});

export const policyCommands = [policyPush, policyList, policyShow, policyArchive] as const;
