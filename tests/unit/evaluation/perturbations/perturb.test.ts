import { describe, expect, it } from "vitest";
import { perturb, PERTURBATIONS } from "../../../../evaluation/perturbations/perturb.ts";
import { type PerturbationName, perturbationNameSchema } from "../../../../schemas/perturbation.ts";

const TEXT = "Cheap followers, tested: 24 hour delivery! 🚀 Straße, naïve";
const NAMES = perturbationNameSchema.enum;

function perturbed(name: PerturbationName, content = TEXT): string {
  return perturb({ id: "a", content }, name, 1) as string;
}

describe("perturb", () => {
  it.each(NAMES)("changes a text by %s, and always in the same way", (name) => {
    const text = perturbed(name);
    expect(text).not.toBe(TEXT);
    expect(Buffer.from(text).toString()).toBe(text);
    expect(perturbed(name)).toBe(text);
    expect(PERTURBATIONS[name].description).toMatch(/^(with|followed)/);
  });

  it.each(NAMES)("depends on seed and id, but not on other items: %s", (name) => {
    const content = TEXT.repeat(20);
    const texts = [
      perturb({ id: "a", content }, name, 1),
      perturb({ id: "b", content }, name, 1),
      perturb({ id: "c", content }, name, 1),
      perturb({ id: "a", content }, name, 2),
      perturb({ id: "a", content }, name, 3),
    ];
    expect(new Set(texts).size).toBeGreaterThan(1);
  });

  it("changes only the case of letters", () => {
    expect(perturbed("case").toLowerCase().normalize()).toBe(
      TEXT.replace("ß", perturbed("case").includes("SS") ? "ss" : "ß").toLowerCase(),
    );
  });

  it("changes only spaces", () => {
    expect(perturbed("spacing").replaceAll(" ", "")).toBe(TEXT.replaceAll(" ", ""));
    expect(perturbed("spacing")).toMatch(/\p{L} \p{L} \p{L} \p{L}/u);
  });

  it("replaces letters with digits", () => {
    expect(perturbed("leetspeak")).toMatch(/[a-z][013457]/);
    expect(perturbed("leetspeak")).toHaveLength(TEXT.length);
  });

  it("replaces Latin letters with Cyrillic ones that look alike", () => {
    const text = perturbed("homoglyphs");
    expect(text).toMatch(/\p{Script=Cyrillic}/u);
    expect(text).toHaveLength(TEXT.length);
  });

  it("inserts invisible characters inside words only", () => {
    const text = perturbed("invisible_characters");
    expect(text.replace(/[\u200b-\u200d\u2060\u00ad]/g, "")).toBe(TEXT);
    expect(text).not.toMatch(/\s[\u200b-\u200d\u2060\u00ad]|[\u200b-\u200d\u2060\u00ad]\s/);
  });

  it.each(["injected_instruction", "changed_policy"] as const)(
    "keeps the text before its own: %s",
    (name) => {
      expect(perturbed(name).startsWith(`${TEXT}\n\n`)).toBe(true);
    },
  );

  it("changes each message of a conversation, but appends to the last one only", () => {
    const content = {
      messages: [
        { role: "user", content: TEXT },
        { role: "assistant", content: TEXT },
      ],
    };
    const spaced = perturb({ id: "a", content }, "spacing", 1) as typeof content;
    expect(spaced.messages.every((message) => message.content !== TEXT)).toBe(true);
    const injected = perturb({ id: "a", content }, "injected_instruction", 1) as typeof content;
    expect(injected.messages[0]!.content).toBe(TEXT);
    expect(injected.messages[1]!.content).not.toBe(TEXT);
    expect(injected.messages.map(({ role }) => role)).toEqual(["user", "assistant"]);
  });
});
