import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { sseBody } from "../../../../service/http/sse-body.ts";

/** What happened to a source and its body, in order. */
function watch(blocks: () => AsyncGenerator<string, void, void>, stallMs = 60_000) {
  const happened: string[] = [];
  async function* source(): AsyncGenerator<string, void, void> {
    try {
      for await (const block of blocks()) {
        happened.push(`made ${block}`);
        yield block;
      }
    } finally {
      happened.push("source closed");
    }
  }
  const body = sseBody(source(), {
    stallMs,
    onStall: () => happened.push("stalled"),
    onError: (error) => happened.push(`error ${(error as Error).message}`),
    onEnd: () => happened.push("ended"),
  });
  return { reader: body.getReader(), happened };
}

async function* letters(): AsyncGenerator<string, void, void> {
  yield* ["a", "b", "c"];
}

const decode = (chunk: { value?: Uint8Array | undefined }): string => new TextDecoder().decode(chunk.value);

describe("sseBody", () => {
  it("requests a block only when the last one was read, and ends once", async () => {
    const { reader, happened } = watch(letters);
    await sleep(10);
    expect(happened).toEqual([]);
    expect(decode(await reader.read())).toBe("a");
    await sleep(10);
    expect(happened).toEqual(["made a"]);
    expect([decode(await reader.read()), decode(await reader.read())]).toEqual(["b", "c"]);
    expect((await reader.read()).done).toBe(true);
    expect(happened).toEqual(["made a", "made b", "made c", "source closed", "ended"]);
  });

  it("reports a block that is not read", async () => {
    const { reader, happened } = watch(letters, 20);
    await reader.read();
    await expect.poll(() => happened).toContain("stalled");
    expect(happened).not.toContain("made b");
    await reader.cancel();
    await expect.poll(() => happened).toEqual(["made a", "stalled", "ended", "source closed"]);
  });

  it("does not confuse a silent source with a client that does not read", async () => {
    const { reader, happened } = watch(async function* () {
      yield "a";
      await sleep(100);
      yield "b";
    }, 20);
    await reader.read();
    expect(decode(await reader.read())).toBe("b");
    await reader.cancel();
    expect(happened).not.toContain("stalled");
  });

  it("closes its source when it is cancelled, including during a block", async () => {
    let made = (): void => undefined;
    const { reader, happened } = watch(async function* () {
      await new Promise<void>((resolve) => (made = resolve));
      yield "late";
    });
    const read = reader.read();
    await sleep(5);
    await reader.cancel();
    expect(happened).toEqual(["ended"]);
    made();
    expect((await read).done).toBe(true);
    await expect.poll(() => happened.at(-1)).toBe("source closed");
  });

  it("ends if the source fails, and reports the error", async () => {
    const { reader, happened } = watch(async function* () {
      yield "a";
      throw new Error("broken");
    });
    await reader.read();
    expect((await reader.read()).done).toBe(true);
    expect(happened).toEqual(["made a", "source closed", "error broken", "ended"]);
  });
});
