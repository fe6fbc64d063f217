import { perturb } from "../../evaluation/perturbations/perturb.ts";
import type { Content } from "../../schemas/content.ts";
import type { PerturbationSettings } from "../../schemas/perturbation.ts";

/** The content of an item as it is judged. Computed each time: no copy is stored. */
export function judgedContent(
  id: string,
  content: Content,
  perturbation: PerturbationSettings | null,
): Content {
  return perturbation === null ? content : perturb({ id, content }, perturbation.name, perturbation.seed);
}
