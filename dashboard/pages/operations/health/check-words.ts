const WORDS: Readonly<Record<string, readonly [works: string, fails: string]>> = {
  engine: ["An engine can judge", "No engine can judge"],
  queue: ["The queue accepts jobs", "The queue does not accept jobs"],
  database: ["The database accepts writes", "The database does not accept writes"],
};

/** What a check of readiness means. */
export function checkWords(name: string, ok: boolean): string {
  const [works, fails] = WORDS[name] ?? [`${name} works`, `${name} does not work`];
  return ok ? works : fails;
}
