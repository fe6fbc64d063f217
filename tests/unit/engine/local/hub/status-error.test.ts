import { expect, it } from "vitest";
import { HubUnavailableError } from "../../../../../engine/local/hub/hub-error.ts";
import { statusError } from "../../../../../engine/local/hub/status-error.ts";

function errorFor(
  status: number,
  {
    code,
    retryAfter,
    fromEndpoint = true,
    hasToken = true,
  }: { code?: string; retryAfter?: string; fromEndpoint?: boolean; hasToken?: boolean } = {},
) {
  const headers = new Headers();
  if (code !== undefined) headers.set("x-error-code", code);
  if (retryAfter !== undefined) headers.set("retry-after", retryAfter);
  const answer = { status, headers, host: "hub.example", fromEndpoint };
  return statusError(
    { ...answer, chunks: async function* () {}, cancel: async () => undefined },
    { url: "https://hub.example", hasToken },
    { repo: "owner/name", revision: "v1" },
  );
}

it.each([408, 425, 429, 500, 502, 503, 504])("is retryable after %d", (status) => {
  const error = errorFor(status, { retryAfter: "7" });
  expect(error).toBeInstanceOf(HubUnavailableError);
  expect(error).toMatchObject({ retryAfterMs: 7000 });
});

it.each([400, 401, 403, 404, 410, 451])(
  "is final after %d from the hub, but not from its content network",
  (status) => {
    expect(errorFor(status)).not.toBeInstanceOf(HubUnavailableError);
    expect(errorFor(status, { fromEndpoint: false })).toBeInstanceOf(HubUnavailableError);
  },
);

it("distinguishes the reasons of a 404", () => {
  expect(errorFor(404, { code: "RevisionNotFound" }).message).toBe("owner/name has no revision v1");
  expect(errorFor(404, { code: "EntryNotFound" }).message).toContain("lacks a file");
  expect(errorFor(404).message).toBe("there is no model owner/name, or it has no revision v1");
});

it.each([
  [401, true, "check_token"],
  [401, false, "set_token"],
  [403, true, "check_token"],
  [403, false, "set_token"],
])("has a remedy for %d with a token, %s: %s", (status, hasToken, code) => {
  const error = errorFor(status, { hasToken });
  expect(error.remedy).toEqual({ code });
  expect(error.message).not.toContain("HF_TOKEN");
});
