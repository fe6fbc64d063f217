import { describe, expect, it } from "vitest";
import { labelerOf } from "../../../../../service/http/compat/labeler.ts";

const stored = (id: string, version: number | null) => ({ kind: "stored", policy: { id, version } });

describe("labelerOf", () => {
  it.each<[object, object]>([
    [{ labeler_id: "spam" }, stored("spam", null)],
    [{ labeler_id: "spam", labeler_version_id: "latest" }, stored("spam", null)],
    [{ labeler_id: "spam", labeler_version_id: 3 }, stored("spam", 3)],
    [{ labeler_id: "spam", labeler_version_id: "3" }, stored("spam", 3)],
    [{ labeler_id: "spam@3", labeler_version_id: 3 }, stored("spam", 3)],
    [{ labeler_id: "spam@3", labeler_version_id: null, criteria_text: null }, stored("spam", 3)],
    // As Coop sends it.
    [{ labeler_version_id: "spam" }, stored("spam", null)],
    [{ labeler_version_id: "spam@3" }, stored("spam", 3)],
    [{ criteria_text: "# Rules" }, { kind: "criteria", text: "# Rules" }],
  ])("reads %j", (request, expected) => {
    expect(labelerOf({ content_text: "x", ...request })).toEqual(expected);
  });

  it.each<[object, string]>([
    [{}, "invalid_request"],
    [{ criteria_text: "# Rules", labeler_id: "spam" }, "invalid_request"],
    [{ criteria_text: "# Rules", labeler_version_id: "latest" }, "invalid_request"],
    [{ labeler_id: "spam@3", labeler_version_id: 4 }, "invalid_request"],
    [{ labeler_id: "Spam!" }, "policy_not_found"],
    [{ labeler_version_id: "../x" }, "policy_not_found"],
    [{ labeler_id: "spam", labeler_version_id: "lv_123" }, "policy_version_not_found"],
    [{ labeler_id: "spam", labeler_version_id: "0" }, "policy_version_not_found"],
  ])("refuses %j", (request, code) => {
    expect(() => labelerOf({ content_text: "x", ...request })).toThrow(expect.objectContaining({ code }));
  });
});
