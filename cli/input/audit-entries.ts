import type { GavelClient } from "../../packages/client/src/client.ts";
import type { ChainEntry } from "../../schemas/audit-chain.ts";
import { MAX_AUDIT_PAGE_SIZE } from "../../schemas/audit.ts";
import { isObject } from "../../schemas/is-object.ts";
import { CliError } from "../cli-error.ts";
import { lines } from "./lines.ts";

/** All entries of the service's audit log, oldest first, page by page. */
export async function* fetchEntries(client: GavelClient): AsyncGenerator<ChainEntry> {
  let after: string | undefined;
  for (;;) {
    const { data: page } = await client.call("listAuditEntries", {
      query: { order: "asc", limit: MAX_AUDIT_PAGE_SIZE, after },
    });
    yield* page.data;
    after = page.next_cursor ?? undefined;
    if (!page.has_more) return;
  }
}

/** The entries of an export, with everything in them: a property that was added changes the hash. Throws CliError. */
export async function* readEntries(source: AsyncIterable<string>): AsyncGenerator<ChainEntry> {
  let line = 0;
  for await (const text of lines(source)) {
    line += 1;
    if (text.trim() !== "") yield readEntry(text, line);
  }
}

function readEntry(text: string, line: number): ChainEntry {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new CliError(`line ${line} is not valid JSON; is the file an export of the audit log?`, { cause });
  }
  const { position, hash } = isObject(value) ? value : {};
  if (typeof position === "number" && typeof hash === "string") return value as ChainEntry;
  throw new CliError(`line ${line} is not an audit entry; is the file an export of the audit log?`);
}
