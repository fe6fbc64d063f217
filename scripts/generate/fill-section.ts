/**
 * Replaces the lines of a file between the comments `name: generated ...` and `name: end`. Throws if the file has no
 * such section.
 */
export function fillSection(text: string, name: string, content: string): string {
  const section = new RegExp(`(^(?:<!--|#) ${name}: generated[^\n]*\n)[^]*?(^(?:<!--|#) ${name}: end)`, "m");
  if (!section.test(text)) throw new Error(`the file has no section ${name}`);
  return text.replace(section, (_, begin: string, end: string) => `${begin}\n${content}\n${end}`);
}
