import { describe, expect, it } from "vitest";
import { requireServerVersion } from "../../../../../service/storage/database/postgres-version.ts";

describe("the version of the PostgreSQL server", () => {
  it.each([150_000, 160_004, 170_001])("%i is accepted", (number) => {
    expect(() => requireServerVersion(number)).not.toThrow();
  });

  it("below 15 is refused with the present and the required version", () => {
    expect(() => requireServerVersion(140_011)).toThrow(
      /DATABASE_URL is version 14; Gavel needs 15 or later/,
    );
  });
});
