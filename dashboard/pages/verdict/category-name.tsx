import type { Schemas } from "../../../packages/client/src/client.ts";
import { Tag } from "../../kit/tag.tsx";

export interface CategoryNameProps {
  readonly code: string;
  /** Undefined while it is not loaded, or if the key may not read it. */
  readonly version: Schemas["PolicyVersion"] | undefined;
}

/** The code of a category, with its title. */
export function CategoryName({ code, version }: CategoryNameProps) {
  const title = version?.categories.find((category) => category.code === code)?.title;
  return (
    <>
      <Tag tone="accent">{code}</Tag> {title}
    </>
  );
}
