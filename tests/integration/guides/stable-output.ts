const UUID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;
const FIRST_ID = "019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10";

/** What differs between two runs, replaced by values that a page can print. */
export class StableOutput {
  /** The ids of this run by those that the page prints instead. */
  readonly #ids = new Map<string, string>();

  /** Output as the page prints it. */
  stable(output: string): string {
    return (
      output
        // On a terminal the progress is overwritten.
        .replaceAll(/^\d+ (?:% .*|of \d+ records judged)\n/gm, "")
        .replaceAll(UUID, (id) => this.#printed(id))
        .replaceAll(/\bgavel_([0-9a-f]{12})_[\w-]{43}/g, "gavel_0f6f0a3b5a1c_…")
        .replaceAll(/\b(Key|upload|activate|rollback)( +)[0-9a-f]{12}\b/g, "$1$2" + "0f6f0a3b5a1c")
        .replaceAll(/\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, "2026-11-28T08:00:00.000Z")
        .replaceAll(/\b20\d\d-\d\d-\d\d\b(?!T)/g, "2026-11-28")
        .replaceAll(/\b\d+(?:\.\d+)? ms\b/g, "12 ms")
        .replaceAll(/\b\d+\.\d+ s\b/g, "0.1 s")
    );
  }

  /** A command of the page with the ids of this run. */
  real(command: string): string {
    return command.replaceAll(UUID, (printed) => this.#ids.get(printed) ?? printed);
  }

  #printed(id: string): string {
    for (const [printed, real] of this.#ids) if (real === id) return printed;
    const last = Number.parseInt(FIRST_ID.slice(-2), 16) + this.#ids.size;
    const printed = `${FIRST_ID.slice(0, -2)}${last.toString(16).padStart(2, "0")}`;
    this.#ids.set(printed, id);
    return printed;
  }
}
