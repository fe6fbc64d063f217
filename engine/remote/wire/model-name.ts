const PATH = /^(?:[/~.]|[A-Za-z]:[\\/])|\.gguf$/;

/**
 * A model's name as verdicts show it. Servers without a configured name report the path of the file or directory, of
 * which only the last part is the name. `openai/gpt-oss-safeguard-20b` is not a path.
 */
export function modelName(name: string): string {
  if (!PATH.test(name)) return name;
  const last = name.split(/[/\\]/).findLast((part) => part !== "") ?? name;
  return last.replace(/\.gguf$/, "");
}
