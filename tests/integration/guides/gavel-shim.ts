import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type { CliIo } from "../../../cli/cli-io.ts";
import { runCli } from "../../../cli/run-cli.ts";

/**
 * A `gavel` for bash that runs the command in this process, which must be in the directory of the shell. Starting a
 * separate process for each of a page's fifty commands would take a minute.
 */
export class GavelShim {
  readonly #server: Server;
  readonly #env: CliIo["env"];

  private constructor(env: CliIo["env"]) {
    this.#env = env;
    this.#server = createServer((request, response) => {
      void text(request).then(async (body) => {
        const [directory = "", ...argv] = body.split("\0").slice(0, -1);
        response.end(String(await this.#run(directory, argv)));
      });
    });
  }

  static async start(env: CliIo["env"]): Promise<GavelShim> {
    const shim = new GavelShim(env);
    shim.#server.listen(0, "127.0.0.1");
    await once(shim.#server, "listening");
    return shim;
  }

  /** Defines the command. If both streams are the same file, as on a terminal, their lines are in the order in which they were written. */
  get prelude(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `gavel() {
  local dir code; dir=$(mktemp -d)
  code=$(printf '%s\\0' "$dir" "$@" | curl -sS --data-binary @- http://127.0.0.1:${port}/)
  touch "$dir/both" "$dir/out" "$dir/err"
  if [ /dev/fd/1 -ef /dev/fd/2 ]; then cat "$dir/both"; else cat "$dir/out"; cat "$dir/err" >&2; fi
  rm -r "$dir"
  return "$code"
}
`;
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #run(directory: string, argv: readonly string[]): Promise<number> {
    const write = (name: string) => (printed: string) => {
      appendFileSync(join(directory, name), printed);
      appendFileSync(join(directory, "both"), printed);
    };
    return runCli(argv, {
      stdin: Readable.from([]),
      out: write("out"),
      err: write("err"),
      color: false,
      interactive: false,
      env: this.#env,
      signal: new AbortController().signal,
    });
  }
}
