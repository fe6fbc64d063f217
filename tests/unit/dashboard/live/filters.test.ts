import { describe, expect, it } from "vitest";
import {
  exportUrl,
  isFiltered,
  isLive,
  listQuery,
  streamQuery,
} from "../../../../dashboard/pages/live/filters.ts";

const NOW = Date.UTC(2026, 10, 28, 12);

describe("the filters in the URL", () => {
  it("lists settled records of any time, or of a time before now", () => {
    expect(listQuery({}, NOW)).toEqual({ since: "1970-01-01T00:00:00Z" });
    expect(listQuery({ range: "24h", category: "SP2" }, NOW)).toEqual({
      category: "SP2",
      since: "2026-11-27T12:00:00.000Z",
    });
    expect(listQuery({ since: "2026-11-01T00:00:00Z", until: "2026-11-02T00:00:00Z" }, NOW)).toEqual({
      since: "2026-11-01T00:00:00Z",
      until: "2026-11-02T00:00:00Z",
    });
  });

  it("lists records that have not settled, and so have no such time", () => {
    expect(listQuery({ status: "queued", range: "24h" }, NOW)).toEqual({ status: "queued" });
    expect(isLive({ status: "queued" }, NOW)).toBe(false);
  });

  it("ignores unknown parameters", () => {
    expect(listQuery({ from: "/x", range: "century" }, NOW)).toEqual({ since: "1970-01-01T00:00:00Z" });
    expect(isFiltered({ from: "/x" })).toBe(false);
    expect(isFiltered({ range: "24h" })).toBe(true);
  });

  it("passes to the stream only the filters that it supports", () => {
    expect(streamQuery({ policy_id: "spam", category: "SP2", violation: "1" })).toEqual({
      policy_id: "spam",
      violation: "1",
    });
  });

  it("does not follow a time that is over", () => {
    expect(isLive({ until: "2026-11-28T11:00:00Z" }, NOW)).toBe(false);
    expect(isLive({ until: "2026-11-28T13:00:00Z" }, NOW)).toBe(true);
    expect(isLive({}, NOW)).toBe(true);
  });

  it("exports what the filters find", () => {
    expect(exportUrl({ policy_id: "spam", rationale: "free phone" }, "csv", NOW)).toBe(
      "/verdicts/export?policy_id=spam&rationale=free+phone&since=1970-01-01T00%3A00%3A00Z&format=csv",
    );
  });
});
