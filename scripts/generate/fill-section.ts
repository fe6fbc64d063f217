/**
 * Replaces what a page has between the comments `<!-- name: generated ... -->` and `<!-- name: end -->`. Throws if
 * the page lacks the section.
 */
export function fillSection(page: string, name: string, content: string): string {
  const section = new RegExp(`(<!-- ${name}: generated[^\n]* -->\n)[^]*?(<!-- ${name}: end -->)`);
  if (!section.test(page)) throw new Error(`the page has no section ${name}`);
  return page.replace(section, (_, begin: string, end: string) => `${begin}\n${content}\n${end}`);
}
