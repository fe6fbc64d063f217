import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { CheckpointError } from "../../../../../engine/local/checkpoint/checkpoint-error.ts";
import { explainFullDisk, requireSpace } from "../../../../../engine/local/checkpoint/disk-space.ts";

describe("requireSpace", () => {
  it("says how much is needed and how much there is", async () => {
    await requireSpace(tmpdir(), 1);
    await expect(requireSpace(tmpdir(), 1e18)).rejects.toThrow(CheckpointError);
    await expect(requireSpace(tmpdir(), 1e18)).rejects.toThrow(
      /^not enough room for .+: 1000000000\.00 GB are needed, [\d.]+ (GB|bytes) are free$/,
    );
  });
});

describe("explainFullDisk", () => {
  it("explains a write that failed for want of room, and leaves other errors alone", () => {
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    expect(explainFullDisk(full, "models")).toBeInstanceOf(CheckpointError);
    expect(String(explainFullDisk(full, "models"))).toMatch(
      /the disk of models became full; nothing was kept/,
    );
    const other = new Error("other");
    expect(explainFullDisk(other, "models")).toBe(other);
  });
});
