import { expect, it } from "vitest";
import { pageAfterSignIn, signInUrl } from "../../../../dashboard/shell/sign-in-url.ts";

it("leads back to the page with its query", () => {
  const url = signInUrl("/app/live?policy_id=spam&violation=1");
  expect(pageAfterSignIn(new URL(url, "http://gavel.test").searchParams.get("from") ?? undefined)).toBe(
    "/app/live?policy_id=spam&violation=1",
  );
  expect(signInUrl("/app/")).toBe("/app/sign-in");
  expect(signInUrl(null)).toBe("/app/sign-in");
});

it.each([undefined, "https://elsewhere.test/app/", "//elsewhere.test", "/docs", "/app/sign-in?from=x"])(
  "leads from %s to the first page",
  (from) => {
    expect(pageAfterSignIn(from)).toBe("/app/");
  },
);
