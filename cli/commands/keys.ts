import type { CreateKeyRequest } from "../../packages/client/src/client.ts";
import { type Scope, SCOPES } from "../../schemas/api-key.ts";
import { UsageError } from "../cli-error.ts";
import { choiceOption, defineCommand } from "../command.ts";
import { connect, CONNECTION_OPTIONS } from "../connection.ts";
import { EXIT } from "../exit-codes.ts";
import { onePositional } from "../input/positionals.ts";
import { oneLine } from "../printing/plain-text.ts";
import { printJson } from "../printing/print-json.ts";
import { formatTable } from "../printing/table.ts";

const keysCreate = defineCommand({
  name: "keys create",
  summary: "Create an API key; it is shown only once",
  usage: "--name NAME --scope SCOPE [--scope SCOPE ...]",
  details: `Scopes: ${SCOPES.join(", ")}. admin includes all of them.`,
  options: {
    name: { type: "string", value: "NAME", description: "what the key is for" },
    scope: {
      type: "string",
      multiple: true,
      value: "SCOPE",
      description: "what the key may do; repeat it, or separate with commas",
    },
    ...CONNECTION_OPTIONS,
  },
  examples: [
    "gavel keys create --name forum --scope classify --scope verdicts:read",
    "gavel keys create --name ci --scope policies:write",
  ],
  async run({ values, positionals }, io) {
    if (positionals.length > 0) throw new UsageError("keys create takes no arguments, only options");
    if (values.name === undefined) throw new UsageError("--name is required");
    const scopes = (values.scope ?? [])
      .flatMap((list) => list.split(","))
      .map((scope) => choiceOption<Scope>("scope", scope, SCOPES)!);
    if (scopes.length === 0) throw new UsageError("--scope is required");
    const body: CreateKeyRequest = { name: values.name, scopes: [...new Set(scopes)] };
    const { data: created } = await connect(values, io).call("createKey", { body });
    if (values.json) printJson(io, created);
    else io.out(`${created.key}\n`);
    io.err(`Key ${created.id} (${created.scopes.join(", ")}): save it, it is not shown again.\n`);
    return EXIT.ok;
  },
});

const keysList = defineCommand({
  name: "keys list",
  summary: "List the API keys by id and name",
  usage: "[OPTIONS]",
  options: CONNECTION_OPTIONS,
  examples: ["gavel keys list"],
  async run({ values, positionals }, io) {
    if (positionals.length > 0) throw new UsageError("keys list takes no arguments");
    const { data: page } = await connect(values, io).call("listKeys", {});
    if (values.json) {
      printJson(io, page);
    } else {
      const rows = page.data.map((key) => [
        key.id,
        oneLine(key.name, 40),
        key.created_at,
        key.revoked_at ?? "",
        key.scopes.join(","),
      ]);
      io.out(formatTable(["id", "name", "created", "revoked", "scopes"], rows));
    }
    return EXIT.ok;
  },
});

const keysRevoke = defineCommand({
  name: "keys revoke",
  summary: "Revoke an API key, immediately and permanently",
  usage: "ID [OPTIONS]",
  options: CONNECTION_OPTIONS,
  examples: ["gavel keys revoke 3f9a0c1d"],
  async run({ values, positionals }, io) {
    const id = onePositional(positionals, "the id of a key, which gavel keys list shows");
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(id)) throw new UsageError("ID is not the id of an API key");
    await connect(values, io).call("revokeKey", { path: { key_id: id } });
    if (values.json) printJson(io, { id, revoked: true });
    else io.out(`Key ${id} is revoked.\n`);
    return EXIT.ok;
  },
});

export const keysCommands = [keysCreate, keysList, keysRevoke] as const;
