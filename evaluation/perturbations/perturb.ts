import { createHash } from "node:crypto";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Content } from "../../schemas/content.ts";
import type { PerturbationName } from "../../schemas/perturbation.ts";
import { CASE } from "./case.ts";
import { CHANGED_POLICY } from "./changed-policy.ts";
import { HOMOGLYPHS } from "./homoglyphs.ts";
import { INJECTED_INSTRUCTION } from "./injected-instruction.ts";
import { INVISIBLE_CHARACTERS } from "./invisible-characters.ts";
import { LEETSPEAK } from "./leetspeak.ts";
import type { Perturbation, Random } from "./perturbation.ts";
import { SPACING } from "./spacing.ts";

export const PERTURBATIONS: Readonly<Record<PerturbationName, Perturbation>> = {
  case: CASE,
  spacing: SPACING,
  leetspeak: LEETSPEAK,
  homoglyphs: HOMOGLYPHS,
  invisible_characters: INVISIBLE_CHARACTERS,
  injected_instruction: INJECTED_INSTRUCTION,
  changed_policy: CHANGED_POLICY,
};

/**
 * The perturbed content of an item. The same name, seed and id change the same content in the same way, whatever else
 * is in the set. The result may be longer than the limit of content; it can be judged if it fits into the context.
 */
export function perturb(
  { id, content }: { readonly id: string; readonly content: Content },
  name: PerturbationName,
  seed: number,
): Content {
  const perturbation = PERTURBATIONS[name];
  const random = randomFor(`${seed} ${name} ${id}`);
  if (typeof content === "string") return perturbation.apply(content, random);
  const last = content.messages.length - 1;
  const messages = content.messages.map((message, index) =>
    perturbation.messages === "all" || index === last
      ? { ...message, content: perturbation.apply(message.content, random) }
      : message,
  );
  return { messages };
}

function randomFor(key: string): Random {
  const generator = xoroshiro128plus(createHash("sha256").update(key).digest().readInt32LE());
  return () => uniformFloat64(generator);
}
