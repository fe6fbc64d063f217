import { expect, it } from "vitest";
import { ConnectionError, GavelError } from "../../../packages/client/src/client.ts";
import { serviceErrorMessage } from "../../../cli/service-error.ts";

function problem(code: string, extra: object = {}): GavelError {
  return new GavelError(
    "GET /things",
    400,
    { type: "/docs", title: `title of ${code}`, status: 400, code, ...extra },
    null,
  );
}

it("shows the pointers of a problem and escapes what it says", () => {
  const errors = [
    { pointer: "/content", message: "is \u001b[31m required" },
    { pointer: "", message: "is odd" },
  ];
  expect(serviceErrorMessage(problem("invalid_request", { detail: "Read this.", errors }))).toBe(
    String.raw`title of invalid_request (invalid_request): Read this.` +
      "\n" +
      String.raw`  /content is \u001b[31m required` +
      "\n" +
      "  / is odd",
  );
});

it("adds what to do about a key that is refused", () => {
  expect(serviceErrorMessage(problem("unauthorized"))).toMatch(/\n {2}Set GAVEL_API_KEY, or give --key\.$/);
});

it("suggests a wrong address if the response is not a problem document", () => {
  expect(serviceErrorMessage(new GavelError("GET /things", 404, null, null))).toBe(
    "GET /things returned status 404 without an explanation. Is GAVEL_URL the address of a Gavel service?",
  );
});

it("suggests a wrong address if nothing listens", () => {
  const refused = new ConnectionError("http://x cannot be reached (ECONNREFUSED)", "ECONNREFUSED", {
    cause: null,
  });
  expect(serviceErrorMessage(refused)).toBe(
    "http://x cannot be reached (ECONNREFUSED). Is the service running there? To use another address, set GAVEL_URL or give --url.",
  );
});

it("is null for other errors", () => expect(serviceErrorMessage(new Error("x"))).toBeNull());
