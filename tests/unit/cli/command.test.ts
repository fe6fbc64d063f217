import { describe, expect, it } from "vitest";
import { UsageError } from "../../../cli/cli-error.ts";
import { choiceOption, integerOption, parseArguments } from "../../../cli/command.ts";

const OPTIONS = {
  policy: { type: "string", multiple: true, short: "p", description: "" },
  json: { type: "boolean", description: "" },
} as const;

describe("parseArguments", () => {
  it("accepts options before, between and after arguments", () => {
    const { values, positionals } = parseArguments(["-p", "a", "text", "--policy=b", "--json"], OPTIONS);
    expect({ ...values }).toEqual({ policy: ["a", "b"], json: true });
    expect(positionals).toEqual(["text"]);
  });

  it("treats everything after -- as arguments", () => {
    expect(parseArguments(["--", "--json"], OPTIONS).positionals).toEqual(["--json"]);
  });

  it.each([[["--bogus"]], [["--policy"]], [["--json=yes"]], [["-x"]]])("refuses %j", (argv) => {
    expect(() => parseArguments(argv, OPTIONS)).toThrow(UsageError);
  });
});

describe("integerOption", () => {
  const bounds = { min: 1, max: 10, fallback: 3 };

  it("reads whole numbers within bounds", () => {
    expect(integerOption("n", "10", bounds)).toBe(10);
    expect(integerOption("n", undefined, bounds)).toBe(3);
  });

  it.each(["", "0", "11", "-1", "1.5", "1e1", "0x1", "9".repeat(400), " 1"])("refuses %j", (text) => {
    expect(() => integerOption("n", text, bounds)).toThrow("--n must be a whole number from 1 to 10");
  });
});

describe("choiceOption", () => {
  it("lists the choices if the value is not one of them", () => {
    expect(choiceOption("effort", "low", ["low", "high"])).toBe("low");
    expect(choiceOption("effort", undefined, ["low", "high"])).toBeUndefined();
    expect(() => choiceOption("effort", "LOW", ["low", "high"])).toThrow(
      "--effort must be one of: low, high",
    );
  });
});
