import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { CheckpointError } from "../../../../../engine/local/checkpoint/checkpoint-error.ts";
import { explainFullDisk, requireSpace } from "../../../../../engine/local/checkpoint/disk-space.ts";

describe("requireSpace", () => {
  it("says how much space is needed and how much is free", async () => {
    await requireSpace(tmpdir(), 1);
    await expect(requireSpace(tmpdir(), 1e18)).rejects.toThrow(CheckpointError);
    await expect(requireSpace(tmpdir(), 1e18)).rejects.toThrow(
      /^not enough disk space for .+: 1000000000\.00 GB needed, [\d.]+ (GB|bytes) free$/,
    );
  });
});

describe("explainFullDisk", () => {
  it("explains a write to a full disk, and does not change other errors", () => {
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    expect(explainFullDisk(full, "models")).toBeInstanceOf(CheckpointError);
    expect(String(explainFullDisk(full, "models"))).toMatch(
      /the disk of models is full; the files written so far have been removed/,
    );
    const other = new Error("other");
    expect(explainFullDisk(other, "models")).toBe(other);
  });
});
