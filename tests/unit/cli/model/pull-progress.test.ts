import { describe, expect, it } from "vitest";
import { pullLine, PullProgressLine } from "../../../../cli/model/pull-progress.ts";

const progress = {
  phase: "downloading",
  doneBytes: 4_210_000_000,
  totalBytes: 13_760_000_000,
  receivedBytes: 1,
} as const;

describe("the progress of a pull", () => {
  it("has a share, a rate and the time left", () => {
    expect(pullLine(progress, 92_400_000)).toBe(
      "Downloading 4.21 GB of 13.76 GB (30 %), 92.40 MB/s, 2 min left",
    );
    expect(pullLine(progress, null)).toBe("Downloading 4.21 GB of 13.76 GB (30 %)");
    expect(pullLine({ ...progress, doneBytes: 0, totalBytes: 0 }, 0)).toContain("0 bytes of 0 bytes (0 %)");
    expect(pullLine({ ...progress, phase: "checking" }, 1)).toBe(
      "Checking what is there: 4.21 GB of 13.76 GB (30 %)",
    );
  });

  it("overwrites its line on a terminal, makes room for notes, and elsewhere writes one now and then", () => {
    const written: string[] = [];
    const io = { err: (text: string) => void written.push(text) };
    const onTerminal = new PullProgressLine({ ...io, interactive: true });
    onTerminal.show(progress);
    onTerminal.show(progress);
    onTerminal.note("cut");
    onTerminal.finish();
    expect(written.join("")).toBe("\r\u001b[KDownloading 4.21 GB of 13.76 GB (30 %)\r\u001b[Kcut\n");
    written.length = 0;
    const elsewhere = new PullProgressLine({ ...io, interactive: false });
    elsewhere.show(progress);
    elsewhere.show(progress);
    elsewhere.finish();
    expect(written).toEqual(["Downloading 4.21 GB of 13.76 GB (30 %)\n"]);
  });
});
