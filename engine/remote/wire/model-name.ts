const PATH = /^(?:[/~.]|[A-Za-z]:[\\/])|\.gguf$/;

/**
 * A model's name as verdicts show it. Servers that were given no name say the path of the file or directory, of
 * which only the last part names the model; the slash in `openai/gpt-oss-safeguard-20b` stands in no path.
 */
export function modelName(name: string): string {
  if (!PATH.test(name)) return name;
  const last = name.split(/[/\\]/).findLast((part) => part !== "") ?? name;
  return last.replace(/\.gguf$/, "");
}
