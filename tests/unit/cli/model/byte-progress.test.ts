import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ByteProgress, progressText } from "../../../../cli/model/byte-progress.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

const bytes = { done: 4_210_000_000, total: 13_760_000_000 };

function capture(interactive: boolean) {
  const written: string[] = [];
  return {
    written,
    progress: new ByteProgress({ interactive, err: (text: string) => void written.push(text) }),
  };
}

describe("progressText", () => {
  it("has an amount, a share, a rate and the time left", () => {
    expect(progressText("Downloading", bytes, 92_400_000)).toBe(
      "Downloading: 4.21 GB of 13.76 GB (30 %), 92.40 MB/s, 2 min left",
    );
  });

  it("leaves out what is unknown, and the time left at the end", () => {
    expect(progressText("Downloading", bytes, null)).toBe("Downloading: 4.21 GB of 13.76 GB (30 %)");
    expect(progressText("Writing", { done: 0, total: 0 }, 0)).toBe("Writing: 0 bytes of 0 bytes (0 %)");
    expect(progressText("Writing", { done: 2e9, total: 2e9 }, 1e9)).toBe(
      "Writing: 2.00 GB of 2.00 GB (100 %), 1.00 GB/s",
    );
  });
});

describe("ByteProgress", () => {
  it("writes a line every half minute without a terminal, with the rate since the last one", () => {
    const { written, progress } = capture(false);
    progress.show("Building the model", { done: 0, total: 10e9 });
    vi.advanceTimersByTime(30_000);
    progress.show("Building the model", { done: 6e9, total: 10e9 });
    progress.clear();
    expect(written).toEqual([
      "Building the model: 0 bytes of 10.00 GB (0 %)\n",
      "Building the model: 6.00 GB of 10.00 GB (60 %), 200 MB/s, 20 s left\n",
    ]);
  });

  it("shows no rate in the first second, and counts only what this run has moved", () => {
    const { written, progress } = capture(true);
    progress.show("Downloading", { ...bytes, moved: 0 });
    vi.advanceTimersByTime(500);
    progress.show("Downloading", { ...bytes, moved: 1e6 });
    vi.advanceTimersByTime(500);
    progress.show("Downloading", { ...bytes, moved: 1e7 });
    expect(written.map((line) => line.split("%), ")[1])).toEqual([
      undefined,
      undefined,
      "10.00 MB/s, 16 min left",
    ]);
  });

  it("forgets the speed of more than ten seconds ago", () => {
    const { written, progress } = capture(true);
    for (let second = 0; second <= 20; second += 1) {
      progress.show("Downloading", { done: second < 10 ? second * 1e9 : 10e9, total: 20e9 });
      vi.advanceTimersByTime(1000);
    }
    expect(written.at(-1)).toMatch(/\(50 %\)$/);
  });

  it("is overwritten on a terminal, and makes room for notes", () => {
    const { written, progress } = capture(true);
    progress.show("Downloading", bytes);
    progress.show("Downloading", bytes);
    progress.note("cut");
    progress.clear();
    expect(written.join("")).toBe("\r\u001b[KDownloading: 4.21 GB of 13.76 GB (30 %)\r\u001b[Kcut\n");
  });
});
