import { UsageError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { connect, CONNECTION_OPTIONS, serviceUrl } from "../connection.ts";
import { EXIT } from "../exit-codes.ts";
import { printJson } from "../printing/print-json.ts";

export const dashboardCommand = defineCommand({
  name: "dashboard",
  summary: "Print a link that signs in to the dashboard once",
  usage: "[OPTIONS]",
  details:
    "The link signs in with the API key and its scopes. Whoever has it can do the same, so open it on this machine and do\n" +
    "not forward it.",
  options: CONNECTION_OPTIONS,
  examples: ["gavel dashboard", 'xdg-open "$(gavel dashboard)"'],
  async run({ values, positionals }, io) {
    if (positionals.length > 0) throw new UsageError("dashboard takes no arguments");
    const { data: link } = await connect(values, io).call("createSignInLink", {});
    // The service does not know the address by which it is reached.
    const url = new URL(link.url, serviceUrl(values, io)).href;
    if (values.json) printJson(io, { ...link, url });
    else io.out(`${url}\n`);
    io.err(`Open it in a browser. It works once, until ${link.expires_at}.\n`);
    return EXIT.ok;
  },
});
