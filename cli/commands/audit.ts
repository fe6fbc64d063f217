import { AuditChain, type AuditHead } from "../../schemas/audit-chain.ts";
import { type AuditAction, auditActionSchema, MAX_AUDIT_PAGE_SIZE } from "../../schemas/audit.ts";
import { UsageError } from "../cli-error.ts";
import { choiceOption, defineCommand, integerOption } from "../command.ts";
import { connect, CONNECTION_OPTIONS } from "../connection.ts";
import { EXIT } from "../exit-codes.ts";
import { fetchEntries, readEntries } from "../input/audit-entries.ts";
import { openSource } from "../input/open-source.ts";
import { oneLine } from "../printing/plain-text.ts";
import { printJson } from "../printing/print-json.ts";
import { formatTable } from "../printing/table.ts";

const auditList = defineCommand({
  name: "audit list",
  summary: "List what was done on the service, newest first",
  usage: "[OPTIONS]",
  details: `Actions: ${auditActionSchema.enum.join(", ")}.\nThe key needs the scope audit:read.`,
  options: {
    action: { type: "string", value: "ACTION", description: "only this action" },
    actor: { type: "string", value: "KEY_ID", description: "only what this API key did" },
    subject: {
      type: "string",
      value: "PATH",
      description: "only what was done to this resource, such as /policies/spam",
    },
    since: { type: "string", value: "TIME", description: "only at this time (ISO 8601) or later" },
    until: { type: "string", value: "TIME", description: "only before this time" },
    limit: {
      type: "string",
      short: "n",
      value: "N",
      description: "list at most this many entries (default: 20)",
    },
    ...CONNECTION_OPTIONS,
  },
  examples: ["gavel audit list", "gavel audit list --action policy.activated --subject /policies/spam"],
  async run({ values, positionals }, io) {
    if (positionals.length > 0) throw new UsageError("audit list takes no arguments");
    const { data: page } = await connect(values, io).call("listAuditEntries", {
      query: {
        action: choiceOption<AuditAction>("action", values.action, auditActionSchema.enum),
        actor: values.actor,
        subject: values.subject,
        since: values.since,
        until: values.until,
        limit: integerOption("limit", values.limit, { min: 1, max: MAX_AUDIT_PAGE_SIZE, fallback: 20 }),
      },
    });
    if (values.json) {
      printJson(io, page);
    } else {
      const rows = page.data.map(({ position, at, actor, action, subject, detail }) => [
        String(position),
        at,
        actor ?? "(service)",
        action,
        oneLine(subject, 60),
        oneLine(JSON.stringify(detail), 60),
      ]);
      io.out(formatTable(["position", "time", "key", "action", "subject", "detail"], rows));
    }
    return EXIT.ok;
  },
});

const auditExport = defineCommand({
  name: "audit export",
  summary: "Print the whole audit log, oldest first, one JSON object per line",
  usage: "[OPTIONS] > FILE",
  options: CONNECTION_OPTIONS,
  examples: ["gavel audit export > audit.jsonl"],
  async run({ values, positionals }, io) {
    if (positionals.length > 0) throw new UsageError("audit export takes no arguments; redirect its output");
    for await (const entry of fetchEntries(connect(values, io))) io.out(`${JSON.stringify(entry)}\n`);
    return EXIT.ok;
  },
});

const auditVerify = defineCommand({
  name: "audit verify",
  summary: "Check that no entry of the audit log was changed or removed",
  usage: "[FILE] [OPTIONS]",
  details:
    "Computes every hash on this machine, of the service's entries or of FILE, an export (- is stdin), so the service need not\n" +
    "be trusted. Keep the printed head elsewhere and give it to a later check with --head: whoever controls the database\n" +
    "could replace the whole log, but not with a log that contains that head.",
  options: {
    head: {
      type: "string",
      value: "POSITION:HASH",
      description: "the head that an earlier check printed, which must still be in the log",
    },
    ...CONNECTION_OPTIONS,
  },
  exitCodes: [
    [EXIT.ok, "the log is complete and unchanged"],
    [EXIT.error, "the log is not valid, or could not be read"],
    [EXIT.usage, "the command line is wrong"],
    [EXIT.interrupted, "interrupted"],
  ],
  examples: ["gavel audit verify", "gavel audit verify audit.jsonl --head 1200:9f86d081..."],
  async run({ values, positionals }, io) {
    const [file, second] = positionals;
    if (second !== undefined) throw new UsageError("audit verify takes one file at most");
    const head = headOption(values.head);
    const entries =
      file === undefined ? fetchEntries(connect(values, io)) : readEntries(openSource(file, io));
    const chain = new AuditChain(head);
    for await (const entry of entries) if (!chain.add(entry)) break;
    const verification = chain.end();
    if (values.json) printJson(io, verification);
    else io.out(`${verificationText(verification)}\n`);
    return verification.valid ? EXIT.ok : EXIT.error;
  },
});

function headOption(text: string | undefined): AuditHead | null {
  if (text === undefined) return null;
  const [, position, hash] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (position === undefined || hash === undefined) {
    throw new UsageError(
      "--head must be a position, a colon and a hash of 64 characters, as audit verify prints it",
    );
  }
  return { position: Number(position), hash };
}

function verificationText({ entries, head, fault }: ReturnType<AuditChain["end"]>): string {
  if (fault !== null) {
    const what = {
      missing: `entry ${fault.position} is missing, or not at its position`,
      changed: `entry ${fault.position} was changed, or an entry before it was replaced`,
    }[fault.reason];
    return `NOT VALID: ${what}. The chain of the ${entries} entries before it is unbroken.`;
  }
  if (head === null) return "The audit log is empty.";
  return `Valid: ${entries} entries.\nHead: ${head.position}:${head.hash}`;
}

export const auditCommands = [auditList, auditExport, auditVerify] as const;
