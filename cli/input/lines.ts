/** The lines of a text that arrives in chunks, without their line feeds. */
export async function* lines(source: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of source) {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop()!;
    yield* parts;
  }
  if (rest !== "") yield rest;
}
