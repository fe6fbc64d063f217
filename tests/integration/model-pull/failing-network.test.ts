import { beforeEach, describe, expect, it } from "vitest";
import type { PullProgress } from "../../../engine/local/hub/pull-snapshot.ts";
import type { CdnFault } from "../../helpers/model-hub/cdn-fault.ts";
import { REPO, SHARD_BYTES } from "../../helpers/model-hub/gpt-oss-repo.ts";
import { ModelHub } from "../../helpers/model-hub/model-hub.ts";
import { FAST_RETRIES, PullTest } from "../../helpers/model-hub/pull-test.ts";

const test = PullTest.forEachTest();

describe("a content network that fails", () => {
  beforeEach(() => {
    // One big file, so that the faults occur in order.
    delete test.files["model-00001-of-00001.safetensors"];
    test.hub.publish(REPO, test.files);
  });

  const third = Math.floor(SHARD_BYTES / 3);
  const RECOVERED: readonly (readonly [string, readonly CdnFault[], readonly ("all" | "rest")[]])[] = [
    [
      "closes connections and stops sending",
      [
        { kind: "cut", after: third },
        { kind: "stall", after: third },
      ],
      ["all", "rest", "rest"],
    ],
    [
      "is busy",
      [
        { kind: "status", status: 503 },
        { kind: "status", status: 429, headers: { "retry-after": "0" } },
        { kind: "status", status: 500 },
      ],
      ["all", "all", "all", "all"],
    ],
    ["returns an expired signed URL", [{ kind: "status", status: 403 }], ["all", "all"]],
    ["ends a response too early", [{ kind: "short", by: 10 }], ["all", "rest"]],
    ["sends more bytes than the file has", [{ kind: "long", by: 70_000 }], ["all"]],
    ["sends wrong bytes once", [{ kind: "corrupt" }], ["all", "all"]],
    ["ignores ranges", [{ kind: "cut", after: third }, { kind: "ignore range" }], ["all", "rest"]],
    [
      "sends another range than requested",
      [{ kind: "cut", after: third }, { kind: "wrong range" }],
      ["all", "rest", "all"],
    ],
    [
      "reports a wrong size once",
      [
        { kind: "claim", total: SHARD_BYTES - 1000 },
        { kind: "cut", after: third },
        { kind: "claim", total: SHARD_BYTES + 1000 },
      ],
      ["all", "all", "rest", "all"],
    ],
  ];

  it.each(RECOVERED)("is retried until all bytes are correct if it %s", async (_, faults, requests) => {
    test.hub.cdn.failNext(...faults);
    const seen: PullProgress[] = [];
    await test.pull({ onProgress: (progress) => seen.push(progress) });
    await test.expectComplete();
    // The number of bytes before a cut depends on the sockets.
    expect(test.hub.cdn.ranges.map((range) => (range === null ? "all" : "rest"))).toEqual(requests);
    const { phase, doneBytes, totalBytes } = seen.at(-1)!;
    expect({ phase, doneBytes }).toEqual({ phase: "downloading", doneBytes: totalBytes });
  });

  it.each<readonly [string, CdnFault, RegExp]>([
    ["is always busy", { kind: "status", status: 503 }, /is unavailable \(HTTP 503\)/],
    ["is always silent", { kind: "stall", after: 0 }, /sent nothing for 1 s/],
    [
      "always closes connections immediately",
      { kind: "cut", after: 0 },
      /the connection to 127.0.0.1:\d+ failed/,
    ],
    ["always ends a response too early", { kind: "short", by: SHARD_BYTES }, /after 0 of 2000000 bytes/],
    [
      "always reports a wrong size",
      { kind: "claim", total: 10 },
      /has 10 bytes of model.* instead of 2000000/,
    ],
    ["always sends wrong bytes", { kind: "corrupt" }, /^checksum mismatch/],
  ])("is given up, without a file that counts as complete, if it %s", async (_, fault, message) => {
    test.hub.cdn.always = fault;
    await expect(test.pull()).rejects.toThrow(message);
    await test.expectUnfinished();
    test.hub.cdn.always = null;
    await test.pull();
    await test.expectComplete();
  });

  it("does not retry forever if it ignores ranges and always closes connections", async () => {
    test.hub.cdn.failNext({ kind: "cut", after: third }, { kind: "wrong range" });
    test.hub.cdn.always = { kind: "cut", after: 10_000 };
    await expect(test.pull()).rejects.toThrow(/the connection to .* failed/);
    // Bytes received again are no progress: all attempts except the first have none.
    expect(test.hub.cdn.requests).toHaveLength(FAST_RETRIES.attemptsWithoutProgress);
    await test.expectUnfinished();
  });

  it("is no longer used after an abort", async () => {
    const controller = new AbortController();
    test.hub.cdn.always = { kind: "stall", after: third };
    const pulling = test.pull({
      signal: controller.signal,
      onProgress: ({ receivedBytes }) => receivedBytes >= third && controller.abort(new Error("enough")),
    });
    await expect(pulling).rejects.toThrow("enough");
    await test.expectUnfinished();
  });
});

describe("a hub that fails", () => {
  it("is retried while it is busy", async () => {
    test.hub.failNext([503], [429, { "retry-after": "0" }], [502]);
    const { retries } = await test.pull();
    expect(retries).toHaveLength(3);
    await test.expectComplete();
  });

  it("is given up soon if nothing listens on its port", async () => {
    const gone = await ModelHub.start();
    const { url } = gone;
    await gone.stop();
    await expect(test.pull({}, url)).rejects.toThrow(
      /^the connection to 127.0.0.1:\d+ failed \(ECONNREFUSED\)$/,
    );
  });
});
