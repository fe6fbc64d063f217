import { Document, isCollection } from "yaml";
import type { ParsedPolicy } from "./policy.ts";

/**
 * The front matter that declares a policy's codes as they were inferred and keeps the rest of its front matter, for
 * the author to check and to put at the top of the document.
 */
export function declareCodes({
  frontMatter,
  categories,
  rules,
}: Pick<ParsedPolicy, "frontMatter" | "categories" | "rules">): string {
  const document = new Document({ ...frontMatter, categories, rules });
  const listed = document.get("categories");
  for (const each of isCollection(listed) ? listed.items : []) if (isCollection(each)) each.flow = true;
  for (const key of ["rules", ...(categories.length === 0 ? ["categories"] : [])]) {
    const list = document.get(key);
    if (isCollection(list)) list.flow = true;
  }
  return `---\n${document.toString({ lineWidth: 0, flowCollectionPadding: true })}---\n`;
}
